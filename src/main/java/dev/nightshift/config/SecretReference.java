package dev.nightshift.config;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is, written {@code ${env:NAME}} or {@code ${file:/path}}. Configuration and job
 * graphs carry the reference; only the process that needs the secret resolves it.
 *
 * @param kind {@code env} or {@code file}
 */
public record SecretReference(String kind, String name) implements Serializable {

  private static final Pattern FORM = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  /**
   * Reads a reference; a plain value is refused, because secrets do not stand in configuration.
   *
   * @throws ConfigException if it is not a reference
   */
  public static SecretReference read(ConfigNode node) {
    Matcher matcher = FORM.matcher(node.text());
    if (!matcher.matches()) {
      throw node.error(
          "secrets do not stand in files: write ${env:NAME} or ${file:/path} and keep the value there");
    }
    return new SecretReference(matcher.group(1), matcher.group(2));
  }

  /**
   * The secret itself. Trailing line ends of a file are not part of it.
   *
   * @throws IllegalStateException if there is none; the message names the reference only
   */
  public String resolve() {
    return resolve(System::getenv);
  }

  /**
   * The secret itself, with environment variables from elsewhere than this process.
   *
   * @param environment gives a variable's value, or null
   * @throws IllegalStateException if there is none; the message names the reference only
   */
  public String resolve(UnaryOperator<String> environment) {
    String value = kind.equals("env") ? environment.apply(name) : readFile();
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException("the secret " + this + " is not set or empty");
    }
    return value;
  }

  private String readFile() {
    try {
      return Files.readString(Path.of(name)).stripTrailing();
    } catch (IOException e) {
      throw new IllegalStateException("the secret " + this + " cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return "${" + kind + ":" + name + "}";
  }
}
