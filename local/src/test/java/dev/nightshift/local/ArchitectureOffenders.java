package dev.nightshift.local;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * For each rule of the architecture, sources that break it; compiled in order, later ones see
 * earlier ones.
 */
final class ArchitectureOffenders {

  static final Map<String, List<String>> BY_RULE = new TreeMap<>();

  static {
    String remedy = source("remedy", "Plan", "int steps");
    add("telemetry uses the JDK alone", source("telemetry", "Bad", "org.slf4j.Logger log"));
    for (String low : List.of("config", "codec", "feature", "detect", "diagnose")) {
      add(
          low + " uses only what is below it",
          remedy,
          source(low, "Bad", "dev.nightshift.remedy.Plan plan"));
      add(
          low + " knows no framework",
          source(low, "Bad", "org.apache.flink.configuration.Configuration c"));
    }
    String job = source("job", "Wiring", "int parts");
    for (String decider : List.of("incident", "remedy", "learn")) {
      add(
          decider + " uses only what is below it",
          job,
          source(decider, "Bad", "dev.nightshift.job.Wiring w"));
      add(decider + " knows no framework", source(decider, "Bad", "java.sql.Connection c"));
    }
    add(
        "patterns know no jobs, no models, no Kafka",
        source("pattern", "Bad", "org.apache.kafka.common.Uuid id"));
    add(
        "models are served without Flink's operators and training",
        source("models", "Bad", "org.apache.flink.streaming.api.graph.StreamGraph g"));
    add(
        "training knows no Flink, patterns, jobs",
        job,
        source("training", "Bad", "dev.nightshift.job.Wiring w"));
    add(
        "the actuator knows no Flink, jobs, models",
        source("actuator", "Bad", "ai.onnxruntime.OrtSession s"));
    add(
        "operators and topology know no Kafka, JDBC, Kubernetes",
        source("job.operator", "Bad", "org.apache.kafka.common.Uuid id"));
    add(
        "the outermost job classes are used by nobody inside",
        source("job", "NightJob", "int x"),
        source("job.operator", "Bad", "dev.nightshift.job.NightJob j"));
    add(
        "local is used by nobody",
        source("local", "Shop", "int x"),
        source("actuator", "Bad", "dev.nightshift.local.Shop s"));
    add(
        "no cycles between parts",
        source("remedy", "First", "int x"),
        source("learn", "Second", "dev.nightshift.remedy.First f"),
        source("remedy", "Third", "dev.nightshift.learn.Second s"));
    for (String part : List.of("job", "models", "training", "actuator", "local")) {
      add(
          "no cycles in " + part,
          source(part + ".a", "First", "int x"),
          source(part + ".b", "Second", "dev.nightshift." + part + ".a.First f"),
          source(part + ".a", "Third", "dev.nightshift." + part + ".b.Second s"));
    }
    add(
        "time is passed in",
        source("remedy", "Bad", "java.time.Instant now = java.time.Instant.now()"));
  }

  private ArchitectureOffenders() {}

  private static void add(String rule, String... sources) {
    BY_RULE.put(rule, List.of(sources));
  }

  private static String source(String packageName, String name, String field) {
    return "package dev.nightshift.%s; public class %s { public %s; }"
        .formatted(packageName, name, field);
  }
}
