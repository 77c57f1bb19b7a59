package dev.nightshift.actuator.redis;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Deletes keys with SCAN and UNLINK: other clients are served in between, where KEYS or FLUSHDB
 * would stop them. What is written meanwhile may stay.
 */
final class ClearCache implements Action {

  /** Keys that one SCAN looks at. */
  private static final int BATCH = 500;

  private final ActionSpec spec;
  private final RedisSettings settings;
  private final Clock clock;

  ClearCache(ActionSpec spec, RedisSettings settings, Clock clock) {
    this.spec = spec;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public ActionSpec spec() {
    return spec;
  }

  @Override
  public Plan plan(Order order) {
    return Plan.of(
        "delete the keys '"
            + order.parameter("pattern")
            + "' of "
            + settings.host()
            + ":"
            + settings.port());
  }

  @Override
  public ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    Instant end = clock.instant().plus(settings.deadline());
    ScanParams scan = new ScanParams().match(order.parameter("pattern")).count(BATCH);
    long deleted = 0;
    try (Jedis redis = connect()) {
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted after " + deleted + " keys");
        }
        if (!gate.open() || !clock.instant().isBefore(end)) {
          return stopped(deleted, gate.open() ? "time ran out" : "automation was halted");
        }
        ScanResult<String> found = redis.scan(cursor, scan);
        List<String> keys = found.getResult();
        if (!keys.isEmpty()) {
          deleted += redis.unlink(keys.toArray(String[]::new));
        }
        cursor = found.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
      return new ProviderAnswer(Outcome.SUCCEEDED, "deleted " + deleted + " keys", 1);
    } catch (JedisConnectionException e) {
      // Deleting again is harmless, but how far it came is not known.
      return new ProviderAnswer(
          deleted == 0 ? Outcome.FAILED : Outcome.UNKNOWN,
          "the connection failed after " + deleted + " keys: " + e.getMessage(),
          1);
    } catch (JedisException e) {
      return new ProviderAnswer(
          Outcome.FAILED, "after " + deleted + " keys the cache answered: " + e.getMessage(), 1);
    }
  }

  private static ProviderAnswer stopped(long deleted, String why) {
    return new ProviderAnswer(
        deleted == 0 ? Outcome.REFUSED : Outcome.FAILED, why + " after " + deleted + " keys", 1);
  }

  private Jedis connect() {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis((int) settings.timeout().toMillis())
            .socketTimeoutMillis((int) settings.timeout().toMillis())
            .database(settings.database())
            .clientName("nightshift-actuator");
    if (settings.tls()) {
      config.sslOptions(SslOptions.defaults());
    }
    settings.user().ifPresent(config::user);
    settings.password().ifPresent(password -> config.password(password.reveal()));
    return new Jedis(new HostAndPort(settings.host(), settings.port()), config.build());
  }

  @Override
  public ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate) {
    return new ProviderAnswer(Outcome.REFUSED, "deleted keys cannot be brought back", 0);
  }

  /** A cache keeps no record; but clearing again is harmless. */
  @Override
  public Optional<ProviderAnswer> status(Order order) {
    return Optional.empty();
  }
}
