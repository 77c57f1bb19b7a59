package dev.nightshift.codec;

import dev.nightshift.telemetry.SpanKind;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;

/** The other end of a span, as the span itself names it. */
final class PeerResolver {

  private static final String[] OUTGOING = {
    "peer.service", "db.system.name", "db.system", "messaging.destination.name", "server.address"
  };
  private static final String[] CONSUMING = {"peer.service", "messaging.destination.name"};
  // On the server's side server.address is the server's own address.
  private static final String[] SERVING = {"peer.service"};

  private PeerResolver() {}

  /**
   * @return empty if the span names none
   */
  static String resolve(SpanKind kind, List<KeyValue> attributes) {
    if (attributes.isEmpty()) {
      return "";
    }
    String[] keys =
        switch (kind) {
          case CLIENT, PRODUCER, INTERNAL -> OUTGOING;
          case CONSUMER -> CONSUMING;
          case SERVER -> SERVING;
        };
    for (String key : keys) {
      String value = Attributes.find(attributes, key);
      if (value != null) {
        return value;
      }
    }
    return "";
  }
}
