package dev.nightshift.config;

/** A configuration file is wrong. The message says where, what was found and what was expected. */
public final class ConfigException extends RuntimeException {

  public ConfigException(String file, int line, String problem) {
    super(line > 0 ? file + ":" + line + ": " + problem : file + ": " + problem);
  }
}
