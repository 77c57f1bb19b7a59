package dev.nightshift.models;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * How this project opens ONNX Runtime. The environment is one per process and is never closed:
 * closing it would pull it from under every other session.
 */
final class OnnxRuntime {

  static final String INPUT = "windows";
  static final String SCORE = "score";
  static final String FEATURE_ERROR = "feature_error";

  private OnnxRuntime() {}

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment();
  }

  /**
   * Opens a session that computes in the calling thread alone: parallelism is the stream's, and
   * spinning helpers would take the cores from it. Without the arena a closed session leaves
   * nothing behind, and an idle one holds little more than its weights.
   */
  static OrtSession open(byte[] content) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      options.setCPUArenaAllocator(false);
      return environment().createSession(content, options);
    }
  }
}
