package dev.nightshift.local.demo;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelStatus;

/** What a person sees while a demo runs. Thread safe. */
interface DemoView {

  /** A line in picocli's markup. */
  void line(String text);

  /** Something new about an incident. */
  void incident(Incident incident);

  /** Something new about a model. */
  void model(ModelStatus status);

  /**
   * Called about once a second while the nights last.
   *
   * @param nights all of them
   */
  void progress(Iterable<Night> nights);
}
