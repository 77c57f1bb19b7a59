package dev.nightshift.local.cli;

import ai.onnxruntime.OrtEnvironment;
import dev.nightshift.local.runtime.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDB;

/** What this machine must have for Nightshift. Each check is a function of what was measured. */
final class MachineChecks {

  private static final long GIB = 1L << 30;
  private static final int JAVA = 17;

  private MachineChecks() {}

  static Check java(int feature) {
    return feature == JAVA
        ? Check.ok("Java", "version " + feature)
        : Check.failure(
            "Java", "version " + feature, "Install a JDK 17 and point JAVA_HOME at it.");
  }

  static Check memory(long bytes) {
    String detail = "%.1f GiB".formatted((double) bytes / GIB);
    if (bytes < 2 * GIB) {
      return Check.failure("Memory", detail, "The local mode needs 2 GiB, and 4 to run well.");
    }
    return bytes < 4 * GIB
        ? Check.warning("Memory", detail, "The local mode runs well from 4 GiB on.")
        : Check.ok("Memory", detail);
  }

  static Check processors(int count) {
    return count < 2
        ? Check.warning(
            "Processors", Integer.toString(count), "With one processor the demo is slow.")
        : Check.ok("Processors", Integer.toString(count));
  }

  static Check disk(Path directory, long usableBytes) {
    String detail = "%.1f GiB free at %s".formatted((double) usableBytes / GIB, directory);
    if (usableBytes < GIB) {
      return Check.failure(
          "Disk", detail, "Broker, database and checkpoints need 1 GiB, and 5 to run for long.");
    }
    return usableBytes < 5 * GIB
        ? Check.warning("Disk", detail, "Broker and checkpoints of a long run want 5 GiB.")
        : Check.ok("Disk", detail);
  }

  static Check writable(Path directory) {
    try {
      Files.delete(Files.createTempFile(Files.createDirectories(directory), "doctor", ".tmp"));
      return Check.ok("State", directory + " can be written");
    } catch (IOException e) {
      return Check.failure(
          "State",
          directory + " cannot be written: " + e.getMessage(),
          "Change its owner or rights.");
    }
  }

  static Check port(String use, int port) {
    String name = "Port " + port;
    return FreePorts.isFree(port)
        ? Check.ok(name, "free (" + use + ")")
        : Check.warning(
            name, "taken (" + use + ")", "Stop what listens there, or choose another port.");
  }

  /** The scorer's native library; on Linux it needs glibc. */
  static Check onnxRuntime() {
    try {
      return Check.ok("ONNX Runtime", "version " + OrtEnvironment.getEnvironment().getVersion());
    } catch (LinkageError | RuntimeException e) {
      return Check.failure(
          "ONNX Runtime", e.toString(), "It needs x86-64 or ARM64 with glibc 2.28 or later.");
    }
  }

  /** The native library of the state backend for large state. */
  static Check rocksDb() {
    try {
      RocksDB.loadLibrary();
      return Check.ok("RocksDB", "version " + RocksDB.rocksdbVersion());
    } catch (LinkageError | RuntimeException e) {
      return Check.warning(
          "RocksDB", e.toString(), "State stays on the heap; large state needs RocksDB.");
    }
  }
}
