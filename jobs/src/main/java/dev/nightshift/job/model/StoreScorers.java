package dev.nightshift.job.model;

import dev.nightshift.detect.Scorer;
import dev.nightshift.models.ModelKind;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.djl.TorchScriptLoader;
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
      return ModelKind.ofPath(model.path()) == ModelKind.TORCH_SCRIPT
          ? new TorchScriptLoader(ModelLoader.DEFAULT_BATCH_LIMIT)
              .open(model.id(), content, model.hash(), maxBatch)
          : new ModelLoader().load(model.id(), content, model.hash()).scorer(maxBatch);
    } catch (ModelRefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
