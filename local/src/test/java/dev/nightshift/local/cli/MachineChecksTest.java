package dev.nightshift.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.local.cli.Check.Verdict;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {

  private static final long GIB = 1L << 30;

  @TempDir Path directory;

  @Test
  void onlyJava17Passes() {
    assertThat(MachineChecks.java(17).verdict()).isEqualTo(Verdict.OK);
    assertThat(MachineChecks.java(21).verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(MachineChecks.java(11).hint()).contains("JDK 17");
  }

  @Test
  void memoryAndDiskWarnBeforeTheyFail() {
    assertThat(MachineChecks.memory(GIB).verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(MachineChecks.memory(3 * GIB).verdict()).isEqualTo(Verdict.WARNING);
    assertThat(MachineChecks.memory(8 * GIB).verdict()).isEqualTo(Verdict.OK);
    assertThat(MachineChecks.disk(directory, GIB / 2).verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(MachineChecks.disk(directory, 2 * GIB).verdict()).isEqualTo(Verdict.WARNING);
    assertThat(MachineChecks.disk(directory, 9 * GIB).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aTakenPortIsSeen() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      assertThat(MachineChecks.port("test", port).verdict()).isEqualTo(Verdict.WARNING);
    }
    assertThat(MachineChecks.port("test", port).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aDirectoryInPlaceOfWhichAFileLiesCannotBeWritten() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(MachineChecks.writable(file).verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(MachineChecks.writable(directory.resolve("new")).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void nativeLibrariesLoadHere() {
    assertThat(MachineChecks.onnxRuntime().detail()).contains("1.28.0");
    assertThat(MachineChecks.rocksDb().verdict()).isEqualTo(Verdict.OK);
  }
}
