package dev.nightshift.remedy;

import java.util.List;

/** Questions to the engine. */
final class Questions {

  static final long NOON = 12L * 3_600_000;

  private Questions() {}

  static PolicyQuestion about(String target, String fault, double confidence) {
    return new PolicyQuestion(
        "i",
        "observed",
        List.of(target),
        1,
        List.of(),
        0,
        List.of(),
        0,
        target,
        fault,
        confidence,
        "",
        NOON);
  }

  static PolicyQuestion after(PolicyQuestion question, List<String> tried) {
    return new PolicyQuestion(
        question.incident(),
        question.kind(),
        question.entities(),
        question.anomalies(),
        question.patterns(),
        question.recurrences(),
        tried,
        question.ageMillis(),
        question.target(),
        question.faultType(),
        question.confidence(),
        question.personAt(),
        question.eventTime());
  }
}
