package dev.nightshift.config;

/** A configuration file is wrong. The message says where, what was found and what was expected. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;

  public ConfigException(String file, int line, String problem) {
    super(line > 0 ? file + ":" + line + ": " + problem : file + ": " + problem);
    this.line = line;
  }

  /** From 1; 0 if it is about the file as a whole. */
  public int line() {
    return line;
  }
}
