package dev.nightshift.actuator.action;

import java.util.List;
import java.util.Optional;

/** A provider's section of the configuration, read and checked. */
public interface ProviderSettings {

  /**
   * The declaration of an operation, known before the provider is made.
   *
   * @return empty if the provider has no such operation
   */
  Optional<ActionSpec> spec(String operation);

  /** Names of its operations, for messages; empty if it takes any. */
  List<String> operations();

  /** Makes the provider. It connects with its first action, not now. */
  ActionProvider open(ProviderContext context);
}
