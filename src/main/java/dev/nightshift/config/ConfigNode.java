package dev.nightshift.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A place in a YAML file: typed reading, with errors that name file, line and what was expected.
 *
 * <p>{@link #allow} refuses unknown keys; the getters without a default refuse missing ones. A
 * duration is written {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h} or {@code 1d}.
 *
 * <p>By {@link #parse} the first mistake ends the reading. By {@link #readAll} it is noted, and
 * reading goes on wherever the reader says what to take instead: after unknown keys, with the
 * default of a getter that has one, and by {@link #attempt} and {@link #require}.
 */
public final class ConfigNode {

  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  private final String file;
  private final String path;
  private final Node node;
  private final Map<String, Node> children;

  /** Where mistakes are noted; null where the first one ends the reading. */
  private final ConfigProblems problems;

  private ConfigNode(String file, String path, Node node, ConfigProblems problems) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.problems = problems;
    this.children = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
          throw new ConfigException(file, line(entry.getKeyNode()), "a key has to be plain text");
        }
        if (children.put(key.getValue(), entry.getValueNode()) != null) {
          throw new ConfigException(
              file, line(key), "the key '" + key.getValue() + "' stands here twice");
        }
      }
    }
  }

  /**
   * Parses one document.
   *
   * @param file name for error messages
   * @throws ConfigException if it is not YAML or not a mapping
   */
  public static ConfigNode parse(String file, String yaml) {
    return parse(file, yaml, null);
  }

  /**
   * Reads one document and tells all that is wrong with it at once.
   *
   * @param file name for error messages
   * @param reader what it returns counts only if nothing was wrong
   * @throws ConfigException with every problem that was found
   */
  public static <T> T readAll(String file, String yaml, Function<ConfigNode, T> reader) {
    ConfigProblems problems = new ConfigProblems();
    T read = null;
    try {
      read = reader.apply(parse(file, yaml, problems));
    } catch (ConfigException e) {
      problems.add(e);
    }
    problems.raise();
    return read;
  }

  private static ConfigNode parse(String file, String yaml, ConfigProblems problems) {
    Node root;
    try {
      root =
          new Compose(LoadSettings.builder().setLabel(file).build())
              .composeString(yaml)
              .orElseThrow(() -> new ConfigException(file, 0, "the file is empty"));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new ConfigException(file, line, "not valid YAML: " + e.getProblem());
    }
    if (!(root instanceof MappingNode)) {
      throw new ConfigException(file, line(root), "expected a mapping (key: value)");
    }
    return new ConfigNode(file, "", root, problems);
  }

  /** What a reader makes of this place; if that is wrong and mistakes are noted, the other. */
  public <T> T attempt(T otherwise, Function<ConfigNode, T> reader) {
    try {
      return reader.apply(this);
    } catch (ConfigException e) {
      note(e);
      return otherwise;
    }
  }

  /** What a reader makes of a key that has to be there; {@link #attempt} says of the other. */
  public <T> T require(String key, T otherwise, Function<ConfigNode, T> reader) {
    return attempt(otherwise, here -> reader.apply(here.get(key)));
  }

  private <T> T optional(String key, T otherwise, Function<ConfigNode, T> reader) {
    return has(key) ? require(key, otherwise, reader) : otherwise;
  }

  private void note(ConfigException problem) {
    if (problems == null) {
      throw problem;
    }
    problems.add(problem);
  }

  /** Refuses every key but these. */
  public ConfigNode allow(String... keys) {
    attempt(null, ConfigNode::mapping);
    for (Map.Entry<String, Node> child : children.entrySet()) {
      if (!Arrays.asList(keys).contains(child.getKey())) {
        note(
            new ConfigException(
                file,
                line(child.getValue()),
                join(child.getKey()),
                "unknown key '"
                    + join(child.getKey())
                    + "'; expected one of "
                    + String.join(", ", keys)));
      }
    }
    return this;
  }

  /** Whether it is a mapping, where a plain value would do as well. */
  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean has(String key) {
    return children.containsKey(key);
  }

  /** Keys in the order of the file. */
  public Collection<String> keys() {
    mapping();
    return children.keySet();
  }

  /** The child mapping, sequence or scalar. */
  public ConfigNode get(String key) {
    mapping();
    Node child = children.get(key);
    if (child == null) {
      throw error(join(key), "the key '" + join(key) + "' is missing");
    }
    return new ConfigNode(file, join(key), child, problems);
  }

  public Optional<ConfigNode> find(String key) {
    return has(key) ? Optional.of(get(key)) : Optional.empty();
  }

  /** Elements of a sequence; none if the key is absent. */
  public List<ConfigNode> list(String key) {
    return optional(key, List.of(), ConfigNode::elements);
  }

  public List<ConfigNode> elements() {
    if (!(node instanceof SequenceNode sequence)) {
      throw error("expected a list");
    }
    List<ConfigNode> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      elements.add(new ConfigNode(file, path + "[" + elements.size() + "]", element, problems));
    }
    return elements;
  }

  public String text() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw error("expected text");
  }

  public String text(String key) {
    return get(key).text();
  }

  public String text(String key, String otherwise) {
    return optional(key, otherwise, ConfigNode::text);
  }

  public List<String> texts(String key) {
    return list(key).stream().map(each -> each.attempt("", ConfigNode::text)).toList();
  }

  /** A mapping from text to text; empty if the key is absent. */
  public Map<String, String> textMap(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    find(key)
        .ifPresent(
            child ->
                child
                    .<Collection<String>>attempt(List.of(), ConfigNode::keys)
                    .forEach(name -> map.put(name, child.require(name, "", ConfigNode::text))));
    return map;
  }

  public long integer(String key, long otherwise, long min, long max) {
    return optional(key, otherwise, child -> child.integer(min, max));
  }

  public long integer(long min, long max) {
    long value = convert("a whole number", Long::parseLong);
    if (value < min || value > max) {
      throw error("expected a whole number from " + min + " to " + max + ", found " + value);
    }
    return value;
  }

  public double number(String key, double otherwise, double min, double max) {
    return optional(key, otherwise, child -> child.number(min, max));
  }

  public double number(double min, double max) {
    double value = convert("a number", Double::parseDouble);
    if (!(value >= min && value <= max)) {
      throw error("expected a number from " + min + " to " + max + ", found " + value);
    }
    return value;
  }

  public boolean flag(String key, boolean otherwise) {
    return optional(key, otherwise, ConfigNode::flag);
  }

  public boolean flag() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw error("expected true or false, found '" + text() + "'");
    };
  }

  public Duration duration(String key, Duration otherwise) {
    return optional(key, otherwise, ConfigNode::duration);
  }

  public Duration duration() {
    Matcher matcher = DURATION.matcher(text());
    if (!matcher.matches()) {
      throw error("expected a duration such as 500ms, 10s, 5m, 2h or 1d, found '" + text() + "'");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** One of an enum's names, written in any case, with {@code -} or {@code _}. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    return optional(key, otherwise, child -> child.choice(type));
  }

  public <E extends Enum<E>> E choice(Class<E> type) {
    String wanted = text().replace('-', '_').toUpperCase(Locale.ROOT);
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(wanted)) {
        return value;
      }
    }
    String expected =
        String.join(
            ", ",
            Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList());
    throw error("expected one of " + expected + ", found '" + text() + "'");
  }

  /** An error at this place. */
  public ConfigException error(String problem) {
    return error(path, problem);
  }

  private ConfigException error(String place, String problem) {
    return new ConfigException(
        file, line(node), place, path.isEmpty() ? problem : "'" + path + "': " + problem);
  }

  public String file() {
    return file;
  }

  public int line() {
    return line(node);
  }

  private <T> T convert(String expected, Function<String, T> parser) {
    try {
      return parser.apply(text());
    } catch (NumberFormatException e) {
      throw error("expected " + expected + ", found '" + text() + "'");
    }
  }

  private ConfigNode mapping() {
    if (!(node instanceof MappingNode)) {
      throw error("expected a mapping (key: value)");
    }
    return this;
  }

  private String join(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
