package dev.nightshift.models.remote;

import dev.nightshift.models.Hashes;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelRefusedException.Reason;
import dev.nightshift.models.ScorerTrial;
import dev.nightshift.models.StoredModel;
import java.io.IOException;
import java.time.Duration;

/**
 * The checks that a served model has to pass: hash, manifest, name, and the trial of any model,
 * which its server has to answer: self-test, windows with gaps, a full batch within one time-out.
 */
public final class RemoteModelCheck {

  /** Makes the client for an endpoint. */
  public interface Clients {
    RemoteClient of(RemoteEndpoint endpoint, int window, int features) throws IOException;
  }

  private final Clients clients;

  public RemoteModelCheck(Clients clients) {
    this.clients = clients;
  }

  /**
   * Checks.
   *
   * @return what the file says
   * @throws ModelRefusedException with the first check that fails
   */
  public RemoteModelFile check(StoredModel stored, byte[] content) throws ModelRefusedException {
    RemoteModelFile file = read(stored, content);
    ModelManifest manifest = file.manifest();
    RemoteEndpoint endpoint = file.endpoint();
    int window = manifest.window();
    int features = manifest.features().size();
    try (RemoteScorer scorer =
        new RemoteScorer(
            manifest.id(),
            endpoint,
            clients.of(endpoint, window, features),
            ScorerTrial.BATCH,
            window,
            features)) {
      new ScorerTrial(manifest, scorer, Duration.ofMillis(endpoint.timeoutMillis())).check();
    } catch (IOException e) {
      throw new ModelRefusedException(stored.id(), Reason.FAILS, e.getMessage(), e);
    }
    return file;
  }

  /**
   * Reads a file and checks all but the server.
   *
   * @throws ModelRefusedException with the first check that fails
   */
  public static RemoteModelFile read(StoredModel stored, byte[] content)
      throws ModelRefusedException {
    if (!stored.hash().equals(Hashes.sha256(content))) {
      throw new ModelRefusedException(
          stored.id(), Reason.HASH_MISMATCH, "the file changed while it was read");
    }
    RemoteModelFile file;
    try {
      file = RemoteModelFile.read(content);
    } catch (IllegalArgumentException e) {
      throw new ModelRefusedException(stored.id(), Reason.BAD_MANIFEST, e.getMessage(), e);
    }
    if (!file.manifest().id().equals(stored.id())) {
      throw new ModelRefusedException(
          stored.id(), Reason.WRONG_NAME, "the manifest says " + file.manifest().id());
    }
    return file;
  }
}
