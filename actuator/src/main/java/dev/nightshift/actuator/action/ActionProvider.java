package dev.nightshift.actuator.action;

/** Where actions take place: a cluster, an orchestrator, a cloud, a webhook. Thread-safe. */
public interface ActionProvider extends AutoCloseable {

  /** The name that rules refer to; the same as of its section in the configuration. */
  String name();

  /**
   * The action behind an operation.
   *
   * @throws IllegalArgumentException if there is none; {@link ProviderSettings#spec} says so before
   */
  Action action(String operation);

  @Override
  default void close() {}
}
