package dev.nightshift.remedy;

import java.nio.file.Files;
import java.nio.file.Path;

/** The policy files of this repository. */
public final class Shipped {

  private Shipped() {}

  /** A file of {@code jobs/policies}, whether tests run in the module or above it. */
  public static PolicySet policy(String name) {
    Path inModule = Path.of("..", "jobs", "policies", name);
    return PolicyFile.load(Files.exists(inModule) ? inModule : Path.of("jobs", "policies", name));
  }
}
