package dev.nightshift.local.evaluate;

import dev.nightshift.training.evaluation.Verdicts;

/** Something that learns from a case's training part and judges its test part. */
interface Detector {

  /** For tables and messages. */
  String name();

  /** One verdict per step of the test part. */
  Verdicts run(EvaluationCase data) throws Exception;
}
