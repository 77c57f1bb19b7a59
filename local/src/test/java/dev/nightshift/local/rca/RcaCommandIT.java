package dev.nightshift.local.rca;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.NightshiftCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on a recording of its own, through the job's operators. */
@Tag("slow")
class RcaCommandIT {

  private static final long BEGIN = 1_700_000_000L;

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void record() throws IOException {
    StringBuilder csv = new StringBuilder("time,cart_cpu,cart_latency,pay_cpu,pay_latency\n");
    for (int i = 0; i < 40; i++) {
      double wave = 1 + 0.03 * Math.sin(i);
      boolean wrong = i >= 30;
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%f,%f,%f,%f%n",
              BEGIN + 60L * i,
              (wrong ? 0.9 : 0.2) * wave,
              20 * wave,
              0.3 * wave,
              (wrong ? 30 : 20) * wave));
    }
    Files.writeString(directory.resolve("metrics.csv"), csv);
  }

  private int run(String... arguments) {
    CommandLine command = NightshiftCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private JsonNode lastLine() throws IOException {
    String[] lines = out.toString().strip().split("\n");
    return new ObjectMapper().readTree(lines[lines.length - 1]);
  }

  @Test
  void ranksAPlainRecordingWhateverTheParallelism() throws IOException {
    String onset = String.valueOf(BEGIN + 60 * 30);
    String[] arguments = {"rca", directory.toString(), "--onset", onset, "--json"};

    assertThat(run(arguments)).as(err.toString()).isZero();
    JsonNode one = lastLine().path("cases").path(0);

    assertThat(one.path("ranking").path(0).asText()).isEqualTo("cart");
    assertThat(one.path("fault_type").asText()).isEqualTo("cpu_saturation");
    assertThat(one.path("evidence")).isNotEmpty();

    out.getBuffer().setLength(0);
    assertThat(run("rca", directory.toString(), "--onset", onset, "--json", "--parallelism", "1"))
        .isZero();
    assertThat(lastLine().path("cases").path(0)).isEqualTo(one);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(run("rca", directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("--onset");
  }
}
