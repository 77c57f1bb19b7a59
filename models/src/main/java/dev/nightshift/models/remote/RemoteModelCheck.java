package dev.nightshift.models.remote;

import dev.nightshift.models.Hashes;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelRefusedException.Reason;
import dev.nightshift.models.StoredModel;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The checks that a served model has to pass: hash, manifest, name, and its self-test, which its
 * server has to answer as it did when the model was made.
 */
public final class RemoteModelCheck {

  private static final double TOLERANCE = 1e-3;

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
    ModelManifest.SelfTest test = manifest.selfTest();
    float score;
    try {
      RemoteEndpoint endpoint = file.endpoint();
      RemoteClient client = clients.of(endpoint, manifest.window(), manifest.features().size());
      score =
          client
              .score(test.input(), 1)
              .get(RemoteClient.patienceMillis(endpoint), TimeUnit.MILLISECONDS)
              .scores()[0];
    } catch (ExecutionException e) {
      throw new ModelRefusedException(
          stored.id(), Reason.FAILS, e.getCause().getMessage(), e.getCause());
    } catch (IOException e) {
      throw new ModelRefusedException(stored.id(), Reason.FAILS, e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new ModelRefusedException(stored.id(), Reason.TOO_SLOW, "its server is silent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelRefusedException(stored.id(), Reason.FAILS, "interrupted", e);
    }
    double allowed = TOLERANCE * Math.max(TOLERANCE, Math.abs(test.score()));
    if (!(Math.abs(score - test.score()) <= allowed)) {
      throw new ModelRefusedException(
          stored.id(),
          Reason.SELF_TEST,
          "the score is " + score + " and has to be " + test.score());
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
