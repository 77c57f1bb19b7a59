package dev.nightshift.local.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.local.shop.fault.ActionRecord;
import dev.nightshift.local.shop.fault.FaultKind;
import dev.nightshift.local.shop.fault.FaultRecord;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.world.RepairAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShopRunnerTest {

  @Test
  void runsItsDurationAsFastAsItCan() {
    ShopCase shop = ShopCase.healthy();
    List<String> topics = new ArrayList<>();
    new ShopRunner(
            shop.simulation,
            1,
            (topic, key, payload) -> topics.add(topic),
            Double.POSITIVE_INFINITY,
            Duration.ofMinutes(2))
        .run();
    assertThat(shop.simulation.world().now()).isEqualTo(ShopCase.START + 120_000);
    assertThat(topics).contains("otlp_metrics", "otlp_spans", "otlp_logs");
  }

  @Test
  void keepsToItsSpeed() {
    ShopCase shop = ShopCase.healthy();
    long before = System.nanoTime();
    new ShopRunner(shop.simulation, 1, (t, k, p) -> {}, 50, Duration.ofSeconds(20)).run();
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(390_000_000L);
  }

  @Test
  void stopsWhenTold() throws Exception {
    ShopCase shop = ShopCase.healthy();
    CountDownLatch running = new CountDownLatch(1);
    ShopRunner runner =
        new ShopRunner(
            shop.simulation, 1, (t, k, p) -> running.countDown(), 20, Duration.ofDays(1));
    Thread thread = new Thread(runner);
    thread.start();
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
    runner.stop();
    thread.join(20_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void waitsForWhoeverSetsThePace() throws Exception {
    ShopCase shop = ShopCase.healthy();
    AtomicLong allowed = new AtomicLong(5_000);
    CountDownLatch held = new CountDownLatch(3);
    ShopRunner runner =
        new ShopRunner(
            shop.simulation,
            1,
            (t, k, p) -> {},
            Double.POSITIVE_INFINITY,
            Duration.ofMinutes(2),
            () -> {
              if (allowed.get() == 5_000
                  && shop.simulation.world().now() == ShopCase.START + 5_000) {
                held.countDown();
              }
              return allowed.get();
            });
    Thread thread = new Thread(runner);
    thread.start();
    assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(runner.sentMillis()).isEqualTo(5_000);
    allowed.set(Long.MAX_VALUE);
    thread.join(20_000);
    assertThat(shop.simulation.world().now()).isEqualTo(ShopCase.START + 120_000);
  }

  @Test
  void aSpeedOfZeroIsRefused() {
    ShopCase shop = ShopCase.healthy();
    assertThatThrownBy(
            () -> new ShopRunner(shop.simulation, 1, (t, k, p) -> {}, 0, Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listenersHearEachStepOfAFaultOnce() {
    List<String> heard = new ArrayList<>();
    ShopListener listener =
        new ShopListener() {
          @Override
          public void faultStarted(FaultRecord fault) {
            heard.add("started " + fault.target());
          }

          @Override
          public void faultVisible(FaultRecord fault) {
            heard.add("visible");
          }

          @Override
          public void actionExecuted(ActionRecord action) {
            heard.add("action " + action.action());
          }

          @Override
          public void faultHealed(FaultRecord fault) {
            heard.add("healed by " + fault.healedBy());
          }

          @Override
          public void faultRecovered(FaultRecord fault) {
            heard.add("recovered");
          }
        };
    ShopSimulation simulation =
        new ShopSimulation(
            1, ShopCase.START, ShopCase.schedule(FaultKind.SLOW_DATABASE, "orders-db"), listener);
    run(simulation, 150);
    simulation.execute("k", RepairAction.FAILOVER, "orders-db", false);
    run(simulation, 120);
    assertThat(heard)
        .containsExactly(
            "started demo.shop/orders-db",
            "visible",
            "action failover",
            "healed by k",
            "recovered");
  }

  private static void run(ShopSimulation simulation, int seconds) {
    new ShopRunner(
            simulation, 1, (t, k, p) -> {}, Double.POSITIVE_INFINITY, Duration.ofSeconds(seconds))
        .run();
  }

  @Test
  void theKafkaSinkIsConfiguredWithWhatKafkaKnows() {
    assertThatCode(() -> new ShopKafkaSink("localhost:1").close()).doesNotThrowAnyException();
  }

  @Test
  void theKafkaSinkKeepsTopicKeyAndBytesAndFailsOnLoss() {
    MockProducer<String, byte[]> producer =
        new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    try (ShopKafkaSink sink = new ShopKafkaSink(producer)) {
      sink.accept("otlp_logs", "cart", new byte[] {1});
      ProducerRecord<String, byte[]> sent = producer.history().get(0);
      assertThat(sent.topic()).isEqualTo("otlp_logs");
      assertThat(sent.key()).isEqualTo("cart");
      assertThat(sent.value()).containsExactly(1);
      producer.errorNext(new RecordTooLargeException("too large"));
      assertThatThrownBy(() -> sink.accept("otlp_logs", "cart", new byte[] {2}))
          .isInstanceOf(KafkaException.class)
          .hasRootCauseInstanceOf(RecordTooLargeException.class);
    }
  }
}
