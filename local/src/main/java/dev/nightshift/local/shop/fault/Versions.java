package dev.nightshift.local.shop.fault;

/** Version numbers of releases. */
final class Versions {

  private Versions() {}

  /** {@code 1.4.0} to {@code 1.5.0}. */
  static String after(String version) {
    String[] parts = version.split("\\.", -1);
    return parts[0] + "." + (Integer.parseInt(parts[1]) + 1) + ".0";
  }
}
