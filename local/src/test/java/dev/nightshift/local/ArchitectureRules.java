package dev.nightshift.local;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Who may use whom, by name of the rule. Maven's modules enforce the rest. */
final class ArchitectureRules {

  private static final String[] FRAMEWORKS = {
    "org.apache.flink..",
    "org.apache.kafka..",
    "ai.onnxruntime..",
    "ai.djl..",
    "io.fabric8..",
    "java.sql..",
    "javax.sql.."
  };

  private static final String[] OUTSIDE_WORLD = {
    "org.apache.kafka..",
    "org.apache.flink.connector.kafka..",
    "org.apache.flink.connector.jdbc..",
    "java.sql..",
    "javax.sql..",
    "org.postgresql..",
    "org.flywaydb..",
    "io.fabric8.."
  };

  private ArchitectureRules() {}

  static Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put(
        "telemetry uses the JDK alone",
        classes()
            .that()
            .resideInAPackage(own("telemetry"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(own("telemetry"), "java..")
            .allowEmptyShould(true));
    core(rules, "config");
    core(rules, "codec", "telemetry", "config");
    core(rules, "feature", "telemetry", "config");
    core(rules, "detect", "feature", "telemetry", "config");
    core(rules, "diagnose", "detect", "feature", "telemetry", "config");
    // Among these three any order will do, as long as they form no cycle.
    for (String decider : new String[] {"incident", "remedy", "learn"}) {
      core(
          rules,
          decider,
          "incident",
          "remedy",
          "learn",
          "diagnose",
          "detect",
          "feature",
          "telemetry",
          "config");
    }
    rules.put(
        "patterns know no jobs, no models, no Kafka",
        isolated(
            "pattern", "dev.nightshift.job..", "dev.nightshift.models..", "org.apache.kafka.."));
    rules.put(
        "models are served without Flink's operators and training",
        isolated(
            "models", "org.apache.flink.streaming..", "org.apache.flink.api..", own("training")));
    rules.put(
        "training knows no Flink, patterns, jobs",
        isolated("training", "org.apache.flink..", own("pattern"), own("job")));
    rules.put(
        "the actuator knows no Flink, jobs, models",
        isolated(
            "actuator", "org.apache.flink..", own("job"), own("models"), own("training"), "ai.."));
    rules.put(
        "operators and topology know no Kafka, JDBC, Kubernetes",
        noClasses()
            .that()
            .resideInAnyPackage("dev.nightshift.job.operator..", "dev.nightshift.job.topology..")
            .or()
            .haveSimpleNameEndingWith("Topology")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OUTSIDE_WORLD)
            .allowEmptyShould(true));
    rules.put(
        "the outermost job classes are used by nobody inside",
        noClasses()
            .that()
            .resideInAnyPackage("dev.nightshift..")
            .and()
            .haveSimpleNameNotEndingWith("Job")
            .and(resideOutsideOfPackage(own("local")))
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.nightshift\\.job\\.[A-Za-z]+Job")
            .allowEmptyShould(true));
    rules.put(
        "local is used by nobody",
        noClasses()
            .that(resideInAnyPackage("dev.nightshift..").and(resideOutsideOfPackage(own("local"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(own("local"))
            .allowEmptyShould(true));
    rules.put(
        "no cycles between parts",
        slices().matching("dev.nightshift.(*)..").should().beFreeOfCycles().allowEmptyShould(true));
    for (String part : new String[] {"job", "models", "training", "actuator", "local"}) {
      rules.put(
          "no cycles in " + part,
          slices()
              .matching("dev.nightshift." + part + ".(*)..")
              .should()
              .beFreeOfCycles()
              .allowEmptyShould(true));
    }
    rules.put("time is passed in", timeIsPassedIn());
    return rules;
  }

  /** A package of the core, the packages of ours that it may use, and no framework. */
  private static void core(Map<String, ArchRule> rules, String name, String... mayUse) {
    String[] ours =
        Stream.concat(Stream.of(name, "contract"), Arrays.stream(mayUse))
            .map(ArchitectureRules::own)
            .toArray(String[]::new);
    rules.put(
        name + " uses only what is below it",
        noClasses()
            .that()
            .resideInAPackage(own(name))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("dev.nightshift..").and(resideOutsideOfPackages(ours)))
            .allowEmptyShould(true));
    rules.put(name + " knows no framework", isolated(name, FRAMEWORKS));
  }

  private static ArchRule isolated(String name, String... forbidden) {
    return noClasses()
        .that()
        .resideInAPackage(own(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }

  /**
   * Only what stands at the very edge may ask the machine for the time; all else gets a Clock or an
   * instant.
   */
  private static ArchRule timeIsPassedIn() {
    return noClasses()
        .that()
        .resideInAPackage("dev.nightshift..")
        .and(resideOutsideOfPackage(own("local")))
        .and()
        .haveSimpleNameNotEndingWith("Main")
        .and()
        .haveSimpleNameNotEndingWith("Job")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .allowEmptyShould(true);
  }

  private static String own(String name) {
    return "dev.nightshift." + name + "..";
  }
}
