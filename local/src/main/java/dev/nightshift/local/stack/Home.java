package dev.nightshift.local.stack;

import java.nio.file.Path;

/** Where Nightshift itself lies: policies, patterns, models and the cluster's configuration. */
public final class Home {

  private Home() {}

  /** The repository, as the launcher tells it; the working directory without a launcher. */
  public static Path path() {
    return Path.of(System.getProperty("nightshift.home", "")).toAbsolutePath();
  }

  public static Path flinkConf() {
    return path().resolve("flink-conf");
  }

  public static Path models() {
    return path().resolve("models/store");
  }
}
