package dev.nightshift.local.runtime;

/** Takes shutdown hooks back. */
final class ShutdownHook {

  private ShutdownHook() {}

  /**
   * Removes a hook; without effect when the process is already ending, because hooks then run
   * anyway.
   */
  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The only meaning of this exception: shutdown is in progress.
      return;
    }
  }
}
