package dev.nightshift.learn;

import dev.nightshift.telemetry.Entity;
import java.util.Locale;

/**
 * Which kind of service an entity is, judged by its name: what heals one database is more likely to
 * heal another than to heal a web server.
 */
public final class ServiceClass {

  private ServiceClass() {}

  /** {@code database}, {@code cache}, {@code queue} or {@code service}. */
  public static String of(Entity entity) {
    String name = entity.service().toLowerCase(Locale.ROOT);
    if (name.matches(".*(cache|redis|memcached|valkey).*")) {
      return "cache";
    }
    if (name.matches("(.*[-_.])?(db|database)([-_.].*)?|.*(postgres|mysql|mongo|cassandra).*")) {
      return "database";
    }
    if (name.matches(".*(kafka|rabbitmq|queue|broker).*")) {
      return "queue";
    }
    return "service";
  }
}
