package dev.nightshift.job.projection;

/** A row of table {@code models}: one event in a model's life. {@code at} in epoch milliseconds. */
public record ModelRow(
    String model, String version, String event, String role, long at, String hash, String reason) {

  /** What rows of one version share. */
  public String key() {
    return model + "@" + version;
  }
}
