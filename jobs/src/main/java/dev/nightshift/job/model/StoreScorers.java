package dev.nightshift.job.model;

import dev.nightshift.detect.Scorer;
import dev.nightshift.models.FormatLoader;
import dev.nightshift.models.ModelKind;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.check.Formats;
import java.io.IOException;
import java.net.URI;

/** Loads announced models from the store. Sessions are shared by all tasks of one process. */
public final class StoreScorers implements ScorerFactory {

  private static final long serialVersionUID = 1L;

  private final URI store;

  public StoreScorers(URI store) {
    this.store = store;
  }

  @Override
  public ServedModels served() {
    return new StoreServedModels(store);
  }

  @Override
  public Scorer open(ModelAnnouncement model, int maxBatch) throws IOException {
    byte[] content = new FlinkModelFiles(store).read(model.path());
    try {
      ModelKind kind = ModelKind.ofPath(model.path());
      return kind == ModelKind.ONNX
          ? new ModelLoader().load(model.id(), content, model.hash()).scorer(maxBatch)
          : new FormatLoader(Formats.of(kind)).open(model.id(), content, model.hash(), maxBatch);
    } catch (ModelRefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
