package dev.nightshift.actuator.action;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parameters that an action takes. Values come from outside and end in addresses, commands and
 * patches: what does not match is refused before anything is done.
 *
 * @param parameters in the order in which documents list them
 * @param open also takes parameters that are not listed, as long as they are short plain text
 */
public record ParameterSchema(List<Parameter> parameters, boolean open) {

  /** Upper bound for values of parameters that are not listed, in characters. */
  private static final int LONGEST = 1000;

  /** A name as Kubernetes and most others allow it (RFC 1123 subdomain). */
  public static final String NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";

  /**
   * One parameter.
   *
   * @param pattern what the whole value must match
   * @param expected the same in words
   * @param otherwise its value if it is not given; null if it must be given, empty text if nothing
   *     is filled in
   */
  public record Parameter(String name, Pattern pattern, String expected, String otherwise) {

    /** Must be given. */
    public static Parameter required(String name, String pattern, String expected) {
      return new Parameter(name, Pattern.compile(pattern), expected, null);
    }

    /** Must be given, and be one of the names that the configuration lists. */
    public static Parameter listed(String name, Collection<String> names) {
      String pattern = String.join("|", names.stream().map(Pattern::quote).toList());
      // An empty list allows nothing, not the empty text.
      return required(
          name, names.isEmpty() ? "(?!)" : pattern, "one of " + String.join(", ", names));
    }

    /** May be left out. */
    public static Parameter optional(String name, String pattern, String expected) {
      return new Parameter(name, Pattern.compile(pattern), expected, "");
    }

    /** Has a default. */
    public static Parameter withDefault(
        String name, String pattern, String expected, String otherwise) {
      return new Parameter(name, Pattern.compile(pattern), expected, otherwise);
    }
  }

  public ParameterSchema {
    parameters = List.copyOf(parameters);
  }

  /** Takes these and no others. */
  public ParameterSchema(List<Parameter> parameters) {
    this(parameters, false);
  }

  /** Takes anything short. */
  public static ParameterSchema anything() {
    return new ParameterSchema(List.of(), true);
  }

  /**
   * What is wrong with the given values.
   *
   * @param complete false to accept that required ones are missing: they may come later
   * @return which parameter, what was found and what was expected; empty if all is well
   */
  public Optional<String> problem(Map<String, String> values, boolean complete) {
    for (Map.Entry<String, String> value : values.entrySet()) {
      Optional<Parameter> known = find(value.getKey());
      if (known.isEmpty() && !open) {
        return Optional.of("unknown parameter '" + value.getKey() + "'; expected " + describe());
      }
      boolean fits =
          known.isPresent()
              ? known.get().pattern().matcher(value.getValue()).matches()
              : value.getValue().length() <= LONGEST;
      if (!fits) {
        return Optional.of(
            "the parameter '"
                + value.getKey()
                + "' is '"
                + shown(value.getValue())
                + "'; expected "
                + known.map(Parameter::expected).orElse("at most " + LONGEST + " characters"));
      }
    }
    return complete
        ? parameters.stream()
            .filter(p -> p.otherwise() == null && !values.containsKey(p.name()))
            .findFirst()
            .map(p -> "the parameter '" + p.name() + "' is missing; expected " + p.expected())
        : Optional.empty();
  }

  /** The values with defaults filled in. */
  public Map<String, String> complete(Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (parameter.otherwise() != null && !parameter.otherwise().isEmpty()) {
        all.put(parameter.name(), parameter.otherwise());
      }
    }
    all.putAll(values);
    return all;
  }

  private Optional<Parameter> find(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  private String describe() {
    return parameters.isEmpty()
        ? "none"
        : "one of " + String.join(", ", parameters.stream().map(Parameter::name).toList());
  }

  private static String shown(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "...";
  }
}
