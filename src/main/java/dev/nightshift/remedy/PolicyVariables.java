package dev.nightshift.remedy;

import dev.nightshift.config.Condition;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.telemetry.Entity;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a rule's condition may ask about.
 *
 * <ul>
 *   <li>{@code incident}: id, kind ({@code observed}, {@code predicted}), system, entities (list),
 *       symptoms (number of services with symptoms), anomalies (number), recurrences, steps
 *       (actions tried), age_seconds, patterns (list)
 *   <li>{@code candidate}: entity, system, service, instance, fault_type, confidence
 *   <li>{@code time}: hour, minute, day ({@code monday} ...), weekend; of the event, in the file's
 *       time zone
 * </ul>
 */
final class PolicyVariables {

  static final List<String> NAMES = List.of("incident", "candidate", "time");

  static final Map<String, Object> SAMPLE =
      of(
          new PolicyQuestion(
              "sample",
              "observed",
              List.of("sample/service"),
              1,
              List.of(),
              0,
              List.of(),
              0,
              "sample/service",
              "unknown",
              0.5,
              "",
              0),
          ZoneId.of("UTC"));

  private PolicyVariables() {}

  /** Compiles a condition and asks it once: a misspelt field shows here and not in the night. */
  static Condition condition(ConfigNode node) {
    try {
      Condition condition = Condition.compile(node.text(), NAMES);
      condition.test(SAMPLE);
      return condition;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw node.error(String.valueOf(e.getMessage()));
    }
  }

  static Map<String, Object> of(PolicyQuestion question, ZoneId zone) {
    Entity entity = Entity.parse(question.target());
    ZonedDateTime at = Instant.ofEpochMilli(question.eventTime()).atZone(zone);
    return Map.of(
        "incident",
        Map.of(
            "id",
            question.incident(),
            "kind",
            question.kind(),
            "system",
            entity.system(),
            "entities",
            question.entities(),
            "symptoms",
            (long) question.entities().size(),
            "anomalies",
            (long) question.anomalies(),
            "patterns",
            question.patterns(),
            "recurrences",
            (long) question.recurrences(),
            "steps",
            (long) question.tried().size(),
            "age_seconds",
            question.ageMillis() / 1000),
        "candidate",
        Map.of(
            "entity", question.target(),
            "system", entity.system(),
            "service", entity.service(),
            "instance", entity.instance(),
            "fault_type", question.faultType(),
            "confidence", question.confidence()),
        "time",
        Map.of(
            "hour",
            (long) at.getHour(),
            "minute",
            (long) at.getMinute(),
            "day",
            at.getDayOfWeek().name().toLowerCase(Locale.ROOT),
            "weekend",
            at.getDayOfWeek().getValue() >= 6));
  }
}
