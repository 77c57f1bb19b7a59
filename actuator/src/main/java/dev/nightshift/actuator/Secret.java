package dev.nightshift.actuator;

import dev.nightshift.config.ConfigNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that must not be seen: it never shows in {@code toString}, and a configuration file can
 * only refer to it, as {@code ${env:NAME}} or {@code ${file:/path}}.
 */
public final class Secret {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** A secret that the caller already holds. */
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value, "value"));
  }

  /**
   * Follows the reference at a place in a configuration file.
   *
   * @param environment gives an environment variable's value, or null
   * @throws dev.nightshift.config.ConfigException if it is no reference, or leads to nothing; the
   *     message never repeats the text found, which may be the secret itself
   */
  static Secret resolve(ConfigNode place, UnaryOperator<String> environment) {
    Matcher matcher = REFERENCE.matcher(place.text());
    if (!matcher.matches()) {
      throw place.error("a secret is given as ${env:NAME} or ${file:/path}, never as itself");
    }
    String name = matcher.group(2);
    String value =
        matcher.group(1).equals("env") ? environment.apply(name) : content(place, Path.of(name));
    if (value == null || value.isEmpty()) {
      throw place.error("the " + matcher.group(1) + " '" + name + "' is missing or empty");
    }
    return new Secret(value);
  }

  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  private static String content(ConfigNode place, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw place.error("the file '" + file + "' cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** The value itself: only for the call that needs it. */
  String reveal() {
    return value;
  }

  byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
