package dev.nightshift.actuator.action;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.config.SecretReference;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A value that must not be seen: it never shows in {@code toString}. */
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** A secret that the caller already holds. */
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value, "value"));
  }

  /**
   * Follows the {@link SecretReference} at a place in a configuration file.
   *
   * @param environment gives an environment variable's value, or null
   * @throws dev.nightshift.config.ConfigException if it is no reference, or leads to nothing; the
   *     message never repeats the text found, which may be the secret itself
   */
  public static Secret resolve(ConfigNode place, UnaryOperator<String> environment) {
    SecretReference reference = SecretReference.read(place);
    try {
      return new Secret(reference.resolve(environment));
    } catch (IllegalStateException e) {
      throw place.error(e.getMessage());
    }
  }

  /** The value itself: only for the call that needs it. */
  public String reveal() {
    return value;
  }

  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
