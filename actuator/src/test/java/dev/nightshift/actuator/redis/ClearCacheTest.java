package dev.nightshift.actuator.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Orders;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that keeps keys and speaks the protocol. */
class ClearCacheTest {

  private static final String PASSWORD = "correct-horse-battery";

  private RespServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RespServer(PASSWORD);
    for (int i = 0; i < 1234; i++) {
      server.keys.add("cart:" + i);
    }
    server.keys.add("user:1");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Action action(String password) {
    String yaml =
        "redis: {host: localhost, port: "
            + server.port()
            + ", password: '${env:P}', patterns: ['cart:*'], timeout: 2s}";
    RedisSettings settings =
        RedisSettings.read(ConfigNode.parse("t.yaml", yaml).get("redis"), name -> password);
    try (ActionProvider provider =
        settings.open(new ProviderContext(Clock.systemUTC(), () -> 0.5))) {
      return provider.action("clear_cache");
    }
  }

  private ProviderAnswer clear(String password, ExecutionGate gate) throws InterruptedException {
    return action(password).execute(Orders.of(Map.of("pattern", "cart:*")), true, gate);
  }

  @Test
  void onlyTheKeysOfThePatternAreDeleted() throws Exception {
    assertThat(clear(PASSWORD, Orders.OPEN))
        .isEqualTo(new ProviderAnswer(Outcome.SUCCEEDED, "deleted 1234 keys", 1));
    assertThat(server.keys).containsExactly("user:1");
    assertThat(server.commands).contains("UNLINK").doesNotContain("KEYS", "FLUSHDB", "FLUSHALL");
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() throws Exception {
    ProviderAnswer answer = clear("wrong-wrong", Orders.OPEN);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).doesNotContain("wrong-wrong");
    assertThat(server.keys).hasSize(1235);
  }

  @Test
  void aBrokenConnectionSaysHowFarItCame() throws Exception {
    server.breakAfterUnlinks = 2;
    ProviderAnswer answer = clear(PASSWORD, Orders.OPEN);
    assertThat(answer.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(answer.detail()).contains("after 200 keys");
  }

  @Test
  void nobodyThereIsAFailureThatDidNothing() throws Exception {
    server.close();
    assertThat(clear(PASSWORD, Orders.OPEN).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aHaltLetsNothingBegin() throws Exception {
    assertThat(clear(PASSWORD, Orders.HALTED).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(server.keys).hasSize(1235);
  }

  @Test
  void onlyListedPatternsFit() {
    assertThat(action(PASSWORD).spec().parameters().problem(Map.of("pattern", "*"), true))
        .contains("the parameter 'pattern' is '*'; expected one of cart:*");
  }
}
