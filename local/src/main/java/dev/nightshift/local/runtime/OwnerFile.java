package dev.nightshift.local.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file that names the process to which a directory belongs: its id, and when it started, because
 * the operating system gives an id again after a while.
 */
final class OwnerFile {

  private OwnerFile() {}

  /** Writes this process into the file, over whatever stood there. */
  static void claim(Path file) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    Files.write(file, List.of(Long.toString(self.pid()), startOf(self)));
  }

  /**
   * The process that the file names, if it is still the one that wrote it. Empty without a file.
   */
  static Optional<ProcessHandle> living(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 2) {
      // Its writer died between making and filling it.
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0)))
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process).equals(lines.get(1)));
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
