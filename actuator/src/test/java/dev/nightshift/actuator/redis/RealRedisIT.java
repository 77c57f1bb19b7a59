package dev.nightshift.actuator.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.Orders;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** Against Redis itself, as a user that may do no more than the action needs. */
@Tag("slow")
class RealRedisIT {

  private static final String ADMIN = "admin-password-1";
  private static final String PASSWORD = "correct-horse-battery";

  private RedisServer server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server =
        RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("save \"\"")
            .setting("requirepass " + ADMIN)
            .setting("user nightshift on >" + PASSWORD + " ~cart:* +scan +unlink +client +hello")
            .build();
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private ProviderAnswer clear(String password) throws Exception {
    String yaml =
        "redis: {host: localhost, port: "
            + port
            + ", user: nightshift, password: '${env:P}', patterns: ['cart:*', 'user:*'], timeout: 5s}";
    RedisSettings settings =
        RedisSettings.read(ConfigNode.parse("t.yaml", yaml).get("redis"), name -> password);
    try (ActionProvider provider =
        settings.open(new ProviderContext(Clock.systemUTC(), () -> 0.5))) {
      return provider
          .action("clear_cache")
          .execute(Orders.of(Map.of("pattern", "cart:*")), true, Orders.OPEN);
    }
  }

  private Jedis admin() {
    return new Jedis(
        new HostAndPort("localhost", port),
        DefaultJedisClientConfig.builder().password(ADMIN).build());
  }

  @Test
  void onlyTheKeysOfThePatternAreDeletedAndNobodyIsHeldUp() throws Exception {
    try (Jedis redis = admin()) {
      for (int i = 0; i < 5_000; i++) {
        redis.set("cart:" + i, "x");
      }
      redis.set("user:1", "x");

      assertThat(clear(PASSWORD))
          .isEqualTo(new ProviderAnswer(Outcome.SUCCEEDED, "deleted 5000 keys", 1));
      assertThat(redis.keys("*")).containsExactly("user:1");
      assertThat(redis.info("commandstats"))
          .contains("cmdstat_unlink")
          .doesNotContain("cmdstat_flush");
      assertThat(clear(PASSWORD).detail()).as("once more is harmless").isEqualTo("deleted 0 keys");
    }
  }

  @Test
  void aWrongPasswordIsAFailureThatDidNothing() throws Exception {
    ProviderAnswer answer = clear("wrong-wrong");

    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains("WRONGPASS").doesNotContain("wrong-wrong");
  }
}
