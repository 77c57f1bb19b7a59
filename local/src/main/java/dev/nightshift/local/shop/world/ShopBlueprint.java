package dev.nightshift.local.shop.world;

import dev.nightshift.local.shop.world.ServiceSpec.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The shop: twelve services and who calls whom.
 *
 * <pre>
 *   frontend -> catalog, search, recommendation, cart, checkout
 *   search -> catalog        recommendation -> session-cache, catalog      cart -> session-cache
 *   checkout -> cart, inventory, payment, shipping, orders
 *   catalog, inventory, orders -> orders-db
 * </pre>
 */
public final class ShopBlueprint {

  /** {@code deployment.environment.name}. */
  public static final String ENVIRONMENT = "demo";

  /** {@code service.namespace} of the shop where there is but one. */
  public static final String NAMESPACE = "shop";

  /** Where users come in. */
  public static final String ENTRANCE = "frontend";

  public static final String DATABASE = "orders-db";
  public static final String CACHE = "session-cache";

  /** Requests per second at the entrance at nominal traffic. */
  public static final double NOMINAL_TRAFFIC = 130;

  /** All services; callers stand before their callees. */
  public static final List<ServiceSpec> SERVICES =
      List.of(
          application(
              "frontend",
              3,
              12,
              0.34,
              List.of("GET /", "GET /product/{id}", "POST /checkout"),
              call("catalog", 0.6, 0.9),
              call("search", 0.4, 0.8),
              call("recommendation", 0.4, 0.25),
              call("cart", 0.35, 0.9),
              call("checkout", 0.28, 1)),
          application("search", 3, 18, 0.36, List.of("GET /search"), call("catalog", 0.6, 0.7)),
          application(
              "recommendation",
              2,
              14,
              0.28,
              List.of("GET /recommendations"),
              call(CACHE, 1, 0.6),
              call("catalog", 0.4, 0.6)),
          application(
              "checkout",
              3,
              15,
              0.30,
              List.of("POST /orders/checkout"),
              call("cart", 1, 1),
              call("inventory", 1, 1),
              call("payment", 1, 1),
              call("shipping", 1, 1),
              call("orders", 1, 1)),
          application(
              "cart",
              3,
              6,
              0.32,
              List.of("GET /cart/{id}", "POST /cart/{id}/items"),
              call(CACHE, 1, 0.9)),
          application(
              "orders",
              3,
              9,
              0.30,
              List.of("POST /orders", "GET /orders/{id}"),
              call(DATABASE, 2, 1)),
          application("payment", 2, 35, 0.28, List.of("POST /charges")),
          application("shipping", 2, 16, 0.26, List.of("POST /quotes", "POST /shipments")),
          application(
              "catalog",
              4,
              7,
              0.36,
              List.of("GET /products/{id}", "GET /products"),
              call(DATABASE, 0.8, 0.95)),
          application(
              "inventory",
              2,
              8,
              0.27,
              List.of("POST /reservations", "GET /stock/{id}"),
              call(DATABASE, 1, 1)),
          new ServiceSpec(
              DATABASE,
              Role.DATABASE,
              2,
              4,
              0.30,
              2900,
              6000,
              List.of("SELECT products", "INSERT orders", "UPDATE stock"),
              List.of()),
          new ServiceSpec(
              CACHE,
              Role.CACHE,
              2,
              0.8,
              0.24,
              900,
              2000,
              List.of("GET session", "SET session"),
              List.of()));

  private static final Map<String, ServiceSpec> BY_NAME =
      SERVICES.stream().collect(Collectors.toMap(ServiceSpec::name, Function.identity()));

  private ShopBlueprint() {}

  /** The system part of the entity keys of the shop in a namespace. */
  public static String system(String namespace) {
    return ENVIRONMENT + "." + namespace;
  }

  /**
   * The specification of a service of the shop.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static ServiceSpec spec(String name) {
    ServiceSpec spec = BY_NAME.get(name);
    if (spec == null) {
      throw new IllegalArgumentException("the shop has no service '" + name + "'");
    }
    return spec;
  }

  private static Dependency call(String callee, double callsPerRequest, double blame) {
    return new Dependency(callee, callsPerRequest, blame);
  }

  private static ServiceSpec application(
      String name,
      int instances,
      double ownMillis,
      double utilisation,
      List<String> operations,
      Dependency... calls) {
    return new ServiceSpec(
        name,
        Role.APPLICATION,
        instances,
        ownMillis,
        utilisation,
        420,
        1024,
        operations,
        Arrays.asList(calls));
  }
}
