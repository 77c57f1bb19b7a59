package dev.nightshift.local.shop.telemetry;

import dev.nightshift.local.shop.world.Failure;
import dev.nightshift.local.shop.world.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What healthy services say, and how requests usually fail. A {@code #} is a random number. */
final class Phrases {

  /** The failure that every service knows. */
  static final Failure USUAL_FAILURE =
      new Failure("java.net.SocketException", "connection reset by peer after # bytes");

  private static final List<String> APPLICATION =
      List.of(
          "request handled in # ms",
          "connection pool: # of 50 in use",
          "refreshed configuration, revision #",
          "health check ok, # requests since the last one");

  private static final Map<String, List<String>> OWN =
      Map.of(
          "frontend", List.of("rendered page for visitor #", "session # started"),
          "catalog", List.of("loaded product # from store", "price list # in effect"),
          "search", List.of("query matched # documents", "index segment # merged"),
          "recommendation", List.of("ranked # candidates for visitor", "model slice # warmed"),
          "cart", List.of("added item # to cart", "cart # expired"),
          "checkout", List.of("order # placed", "address check # passed"),
          "orders", List.of("order # stored", "order # moved to fulfilment"),
          "payment", List.of("charge # authorised", "settlement batch # closed"),
          "shipping", List.of("quote # computed", "label # printed"),
          "inventory", List.of("reserved # units", "stock level of item # updated"));

  private static final List<String> DATABASE =
      List.of(
          "checkpoint complete: wrote # buffers",
          "automatic vacuum of table orders: # pages removed",
          "connection authorized: session #",
          "replica lag # bytes");

  private static final List<String> CACHE =
      List.of(
          "background save: # keys",
          "evicted # expired sessions",
          "client connected, id #",
          "replication offset #");

  private Phrases() {}

  /** Something that a healthy instance says. */
  static String routine(ServiceSpec spec, RandomGenerator random) {
    List<String> own =
        switch (spec.role()) {
          case DATABASE -> DATABASE;
          case CACHE -> CACHE;
          case APPLICATION -> random.nextBoolean() ? APPLICATION : OWN.get(spec.name());
        };
    return fill(own.get(random.nextInt(own.size())), random);
  }

  /** Puts numbers into a template. */
  static String fill(String template, RandomGenerator random) {
    return template.replace("#", Integer.toString(random.nextInt(10, 100_000)));
  }
}
