package dev.nightshift.diagnose;

/** Entity keys at the level that the service graph speaks of. */
public final class Services {

  private Services() {}

  /**
   * The key without its instance. Cut out and not parsed, because every observation is asked; parts
   * hold no slash of their own, see {@link dev.nightshift.telemetry.Entity#key}.
   *
   * @throws IllegalArgumentException if it is no key
   */
  public static String of(String entityKey) {
    int system = entityKey.indexOf('/');
    if (system < 0) {
      throw new IllegalArgumentException(
          "an entity is written system/service or system/service/instance, not '"
              + entityKey
              + "'");
    }
    int service = entityKey.indexOf('/', system + 1);
    return service < 0 ? entityKey : entityKey.substring(0, service);
  }
}
