package dev.nightshift.local.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightshift.config.ConfigException;
import dev.nightshift.job.NightshiftJob;
import dev.nightshift.job.config.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference of the job file and of the job's operators is complete and true. */
class JobReferenceTest {

  private static final Pattern KEY = Pattern.compile("(?m)^\\| `([a-z_.\\[\\]]+)` \\|");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  /** Each block of a job file, with a key in it that nobody knows. */
  private static final Map<String, String> BLOCKS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("", "zzz: 1"),
              Map.entry("kafka.", "kafka: {bootstrap_servers: x, zzz: 1}"),
              Map.entry("kafka.topics.", "kafka: {bootstrap_servers: x, topics: {zzz: 1}}"),
              Map.entry("sources[].", "sources: [{topic: t, format: otlp_logs, zzz: 1}]"),
              Map.entry("event_time.", "event_time: {zzz: 1}"),
              Map.entry("models.", "models: {zzz: 1}"),
              Map.entry("models.guard.", "models: {guard: {zzz: 1}}"),
              Map.entry("detection.", "detection: {zzz: 1}"),
              Map.entry("diagnosis.", "diagnosis: {zzz: 1}"),
              Map.entry("diagnosis.calls[].", "diagnosis: {calls: [{zzz: 1}]}"),
              Map.entry("forecasts[].", "forecasts: [{zzz: 1}]"),
              Map.entry("incidents.", "incidents: {zzz: 1}"),
              Map.entry("control_keys[].", "control_keys: [{zzz: 1}]"),
              Map.entry("feedback.", "feedback: {zzz: 1}"),
              Map.entry("checkpoints.", "checkpoints: {zzz: 1}")));

  @TempDir private Path directory;

  private final Document reference = Document.read("jobs/README.md");

  @Test
  void everyKeyIsDescribedAndEveryDescribedKeyExists() throws IOException {
    Set<String> accepted = new TreeSet<>();
    for (Map.Entry<String, String> block : BLOCKS.entrySet()) {
      for (String key : allowedBeside(block.getValue())) {
        String path = block.getKey() + key;
        boolean isBlock = BLOCKS.containsKey(path + ".") || BLOCKS.containsKey(path + "[].");
        if (!isBlock) {
          accepted.add(path);
        }
      }
    }
    Set<String> described =
        KEY.matcher(section("## The job file"))
            .results()
            .map(key -> key.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(described).containsExactlyElementsOf(accepted);
  }

  @Test
  void everyOperatorIsDescribed() throws IOException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    String observe = Files.readString(Document.REPOSITORY.resolve("jobs/observe.yaml"));
    NightshiftJob.build(
        env,
        JobFile.load(
            ExampleJobFile.write(
                directory, observe + "feedback: {directory: " + directory + "}\n")));
    Set<String> described =
        CODE.matcher(section("## Operators"))
            .results()
            .map(code -> code.group(1))
            .collect(Collectors.toSet());

    Set<String> unknown = new TreeSet<>();
    for (StreamNode node : env.getStreamGraph().getStreamNodes()) {
      String uid = String.valueOf(node.getTransformationUID());
      unknown.add(
          uid.replaceFirst("^Sink Committer: ", "")
              .replaceFirst("^source-otlp_.*", "source-<topic>"));
    }
    assertThat(unknown).hasSizeGreaterThan(20);
    unknown.removeAll(described);
    assertThat(unknown).isEmpty();
  }

  /** From a heading to the next one of its kind. */
  private String section(String heading) {
    String text = reference.text();
    int start = text.indexOf(heading);
    return text.substring(start, text.indexOf("\n## ", start));
  }

  /** The keys that the refusal of an unknown one names. */
  private List<String> allowedBeside(String unknown) throws IOException {
    String job = unknown.startsWith("kafka:") ? "" : "kafka: {bootstrap_servers: x}\n";
    String sources =
        unknown.startsWith("sources:") ? "" : "sources: [{topic: t, format: otlp_logs}]\n";
    Path file =
        ExampleJobFile.write(
            directory,
            "name: n\n" + job + sources + "policies: policies/default.yaml\n" + unknown + "\n");
    ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> JobFile.load(file));
    assertThat(refusal).as(unknown).isNotNull();
    assertThat(refusal).hasMessageContaining("zzz'; expected one of ");
    String message = refusal.getMessage();
    return Arrays.asList(
        message.substring(message.lastIndexOf("expected one of ") + 16).strip().split(", "));
  }
}
