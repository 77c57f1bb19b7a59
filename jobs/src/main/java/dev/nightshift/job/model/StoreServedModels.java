package dev.nightshift.job.model;

import dev.nightshift.models.LoadedModel;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.StoredModel;
import dev.nightshift.models.remote.RemoteClient;
import dev.nightshift.models.remote.RemoteModelCheck;
import dev.nightshift.models.remote.RemoteModelFile;
import dev.nightshift.models.remote.RemoteScores;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Served models, and their fallbacks, as the store describes them. */
public final class StoreServedModels implements ServedModels {

  private static final long serialVersionUID = 1L;

  private final URI store;

  public StoreServedModels(URI store) {
    this.store = store;
  }

  @Override
  public Served open(ModelAnnouncement model, int maxBatch) throws IOException {
    FlinkModelFiles files = new FlinkModelFiles(store);
    try {
      byte[] content = files.read(model.path());
      StoredModel stored =
          new StoredModel(
              model.name(), model.version(), model.path(), model.hash(), content.length, 0, false);
      RemoteModelFile file = RemoteModelCheck.read(stored, content);
      ModelManifest manifest = file.manifest();
      RemoteClient client =
          RemoteClient.of(file.endpoint(), manifest.window(), manifest.features().size());
      return new Reached(client, fallback(files, file, maxBatch));
    } catch (ModelRefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Fallback fallback(FlinkModelFiles files, RemoteModelFile file, int maxBatch)
      throws IOException, ModelRefusedException {
    String version = file.endpoint().fallback();
    if (version == null) {
      return null;
    }
    ModelManifest served = file.manifest();
    String id = served.name() + "@" + version;
    byte[] content = files.read(served.name() + "/" + version + "/model.onnx");
    LoadedModel local = new ModelLoader().load(id, content, "");
    if (local.manifest().window() != served.window()
        || !local.manifest().features().equals(served.features())) {
      throw new ModelRefusedException(
          served.id(),
          ModelRefusedException.Reason.WRONG_SHAPE,
          "its fallback " + id + " has another window or other features");
    }
    return new Fallback(local.scorer(maxBatch), local.manifest().calibration());
  }

  private record Reached(RemoteClient client, Fallback fallback) implements Served {
    @Override
    public CompletableFuture<RemoteScores> score(float[] windows, int batch) {
      return client.score(windows, batch);
    }
  }
}
