package dev.nightshift.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file is wrong. The message says where, what was found and what was expected. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final String place;
  private final transient List<ConfigException> problems;

  public ConfigException(String file, int line, String problem) {
    this(file, line, "", problem);
  }

  /**
   * @param place path of the key that it is about; empty for the file as a whole
   */
  ConfigException(String file, int line, String place, String problem) {
    super(line > 0 ? file + ":" + line + ": " + problem : file + ": " + problem);
    this.line = line;
    this.place = place;
    this.problems = List.of();
  }

  /** Several problems of one file: the message has a line for each. */
  ConfigException(List<ConfigException> problems) {
    super(problems.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
    this.line = problems.get(0).line;
    this.place = problems.get(0).place;
    this.problems = List.copyOf(problems);
  }

  /** From 1; 0 if it is about the file as a whole. Of several problems the first one's. */
  public int line() {
    return line;
  }

  /** Each problem by itself, in the order of their lines; at least one. */
  public List<ConfigException> problems() {
    return problems == null || problems.isEmpty() ? List.of(this) : problems;
  }

  String place() {
    return place;
  }
}
