package dev.nightshift.local.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.nightshift.local.cli.Check.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks whether this machine can run Nightshift, and says what to do where it cannot. */
@Command(
    name = "doctor",
    description = "Checks whether this machine can run Nightshift.",
    footer = {"", "Example:", "  nightshift doctor --port 8081 --port 9092"})
public final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "A port that must be free; may be given again (default: ${DEFAULT-VALUE}, Flink's web page).",
      defaultValue = "8081")
  private List<Integer> ports;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the local mode keeps its data (default: ${DEFAULT-VALUE}).",
      defaultValue = ".nightshift")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Check> checks = checks();
    PrintWriter out = spec.commandLine().getOut();
    for (Check check : checks) {
      out.println(line(check));
    }
    boolean failed = checks.stream().anyMatch(check -> check.verdict() == Verdict.FAILURE);
    out.println(failed ? "This machine is not ready." : "This machine is ready.");
    out.flush();
    return failed ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private List<Check> checks() throws IOException {
    List<Check> checks = new ArrayList<>();
    checks.add(MachineChecks.java(Runtime.version().feature()));
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    checks.add(MachineChecks.memory(system.getTotalMemorySize()));
    checks.add(MachineChecks.processors(Runtime.getRuntime().availableProcessors()));
    Check writable = MachineChecks.writable(directory.toAbsolutePath());
    checks.add(writable);
    if (writable.verdict() == Verdict.OK) {
      checks.add(
          MachineChecks.disk(
              directory.toAbsolutePath(), Files.getFileStore(directory).getUsableSpace()));
    }
    for (int port : ports) {
      checks.add(MachineChecks.port(port == 8081 ? "Flink's web page" : "asked for", port));
    }
    checks.add(MachineChecks.onnxRuntime());
    checks.add(MachineChecks.rocksDb());
    return checks;
  }

  private String line(Check check) {
    String mark =
        switch (check.verdict()) {
          case OK -> "@|green ok|@      ";
          case WARNING -> "@|yellow warning|@ ";
          case FAILURE -> "@|red failed|@  ";
        };
    String text = mark + " " + check.name() + ": " + check.detail();
    String hint = check.hint().isEmpty() ? "" : System.lineSeparator() + "         " + check.hint();
    return spec.commandLine().getColorScheme().ansi().string(text + hint);
  }
}
