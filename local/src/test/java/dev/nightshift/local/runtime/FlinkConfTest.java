package dev.nightshift.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Flink ignores keys that it does not know: a misspelt setting would be without effect and without
 * a word.
 */
class FlinkConfTest {

  private static final Path CONF = Path.of("..", "flink-conf");

  /** What a cluster of many machines sets otherwise than one machine does. */
  private static final Set<String> DIFFERENT_ON_KUBERNETES =
      Set.of(
          "execution.checkpointing.dir",
          "execution.checkpointing.savepoint-dir",
          "state.backend.type",
          "metrics.reporter.prom.port");

  @Test
  void flinkKnowsEverySetting() throws Exception {
    Set<String> known = knownKeys();
    assertThat(known)
        .hasSizeGreaterThan(200)
        .contains("heartbeat.interval")
        .doesNotContain("heartbeat.intervall");
    assertThat(settings().keySet())
        .filteredOn(key -> !key.startsWith("metrics.reporter."))
        .isNotEmpty()
        .isSubsetOf(known);
    assertThat(kubernetesSettings().keySet())
        .filteredOn(key -> !key.startsWith("metrics.reporter."))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  @Test
  void jobsAreRefusedThatNeedKryoOrLackUids() {
    Configuration configuration = GlobalConfiguration.loadConfiguration(CONF.toString());
    assertThat(configuration.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(configuration.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
    assertThat(settings())
        .containsEntry(
            "classloader.parent-first-patterns.additional", "ai.onnxruntime;org.postgresql");
  }

  @Test
  void librariesThatLoadOncePerProcessLieInTheClustersLib() throws IOException {
    try (Stream<Path> jars = Files.list(CONF.resolve("target/lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .anyMatch(name -> name.startsWith("onnxruntime-"))
          .anyMatch(name -> name.startsWith("postgresql-"))
          .anyMatch(name -> name.startsWith("flink-cep-"))
          .noneMatch(name -> name.contains("test") || name.startsWith("junit"));
    }
  }

  @Test
  void kubernetesRunsWithTheSameSettings() throws IOException {
    Map<String, String> here = settings();
    Map<String, String> there = kubernetesSettings();
    there.keySet().retainAll(here.keySet());
    there.keySet().removeAll(DIFFERENT_ON_KUBERNETES);
    assertThat(there).hasSizeGreaterThan(20);
    assertThat(here).containsAllEntriesOf(there);
  }

  private static Map<String, String> settings() {
    return new TreeMap<>(GlobalConfiguration.loadConfiguration(CONF.toString()).toMap());
  }

  private static Map<String, String> kubernetesSettings() throws IOException {
    Object root =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(Path.of("..", "k8s", "base", "job.yaml")));
    Map<?, ?> spec = (Map<?, ?>) ((Map<?, ?>) root).get("spec");
    Map<String, String> settings = new TreeMap<>();
    ((Map<?, ?>) spec.get("flinkConfiguration"))
        .forEach((key, value) -> settings.put(key.toString(), value.toString()));
    return settings;
  }

  private static Set<String> knownKeys() throws IllegalAccessException {
    Set<String> keys = new TreeSet<>();
    for (Class<?> options :
        new Class<?>[] {
          CheckpointingOptions.class, ClusterOptions.class, CoreOptions.class,
              HeartbeatManagerOptions.class,
          HighAvailabilityOptions.class, JobManagerOptions.class, MetricOptions.class,
              PipelineOptions.class,
          RestOptions.class, RestartStrategyOptions.class, StateBackendOptions.class,
              TaskManagerOptions.class
        }) {
      for (Field field : options.getFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && field.get(null) instanceof ConfigOption<?> option) {
          keys.add(option.key());
        }
      }
    }
    return keys;
  }
}
