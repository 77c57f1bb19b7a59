package dev.nightshift.models;

import ai.onnxruntime.OrtException;
import dev.nightshift.models.ModelRefusedException.Reason;
import java.time.Duration;

/**
 * Turns the bytes of a model file into a model that may score, or refuses them.
 *
 * <p>In this order: hash, graph, manifest, name, inputs and outputs, self-test, windows with gaps,
 * time for a batch. A refused model leaves no session behind.
 */
public final class ModelLoader {

  /** Generous for a model that is to score thousands of windows a second on one core. */
  public static final Duration DEFAULT_BATCH_LIMIT = Duration.ofMillis(250);

  private final SessionCache cache;
  private final Duration batchLimit;

  /**
   * @param cache where the sessions live
   * @param batchLimit longest time that a batch of {@link TrialRun#BATCH} windows may take
   */
  public ModelLoader(SessionCache cache, Duration batchLimit) {
    this.cache = cache;
    this.batchLimit = batchLimit;
  }

  /** With the process's shared sessions and the default time limit. */
  public ModelLoader() {
    this(SessionCache.shared(), DEFAULT_BATCH_LIMIT);
  }

  /** Loads a model that a store announced. */
  public LoadedModel load(StoredModel stored, byte[] content) throws ModelRefusedException {
    return load(stored.id(), content, stored.hash());
  }

  /**
   * Checks and loads.
   *
   * @param model {@code name@version} that the manifest must carry; empty for any
   * @param content the ONNX file
   * @param hash SHA-256 that it must have; empty for any
   * @throws ModelRefusedException with the first check that fails
   */
  public LoadedModel load(String model, byte[] content, String hash) throws ModelRefusedException {
    String found = Hashes.sha256(content);
    String shown = model.isEmpty() ? found.substring(0, 12) : model;
    if (!hash.isEmpty() && !hash.equals(found)) {
      throw new ModelRefusedException(
          shown, Reason.HASH_MISMATCH, "expected " + hash + ", found " + found);
    }
    boolean accepted = false;
    try (SessionCache.Lease lease = open(shown, content, found)) {
      ModelManifest manifest = ModelVerifier.manifest(shown, lease.session());
      if (!model.isEmpty() && !model.equals(manifest.id())) {
        throw new ModelRefusedException(
            shown, Reason.WRONG_NAME, "the manifest says " + manifest.id());
      }
      ModelVerifier.signature(shown, lease.session(), manifest);
      LoadedModel loaded = new LoadedModel(manifest, found, content);
      new TrialRun(loaded, lease.session(), batchLimit).check();
      accepted = true;
      return loaded;
    } finally {
      if (!accepted) {
        cache.forget(found);
      }
    }
  }

  private SessionCache.Lease open(String model, byte[] content, String hash)
      throws ModelRefusedException {
    try {
      return cache.acquire(hash, content);
    } catch (OrtException e) {
      throw new ModelRefusedException(model, Reason.NOT_A_GRAPH, e.getMessage(), e);
    }
  }
}
