package dev.nightshift.actuator.action;

import dev.nightshift.config.ConfigNode;
import java.util.function.UnaryOperator;

/** Reads one provider's section of the configuration. */
@FunctionalInterface
public interface ProviderKind {

  /**
   * Reads a section.
   *
   * @param environment gives an environment variable's value, or null
   * @throws dev.nightshift.config.ConfigException if it is wrong, naming file and line
   */
  ProviderSettings read(ConfigNode node, UnaryOperator<String> environment);
}
