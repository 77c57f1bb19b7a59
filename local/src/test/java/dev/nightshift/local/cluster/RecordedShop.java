package dev.nightshift.local.cluster;

import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.local.replay.Pulses;
import dev.nightshift.local.replay.ReplayRecord;
import dev.nightshift.local.shop.ShopKafkaSink;
import dev.nightshift.local.shop.ShopRunner;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.telemetry.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The shop's telemetry of some minutes in memory, to be published again and again. */
final class RecordedShop {

  static final int PARTITIONS = 2;

  /** 2026-01-01: the same in every run, because ids come from times. */
  private static final long START = 1_767_225_600_000L;

  private static final int SEED = 11;

  private final List<Export> exports = new ArrayList<>();

  private record Export(long at, String topic, String key, byte[] payload) {}

  private RecordedShop() {}

  /** Nobody heals the shop: every fault lasts. */
  static RecordedShop of(FaultSchedule schedule, Duration duration) {
    RecordedShop shop = new RecordedShop();
    ShopSimulation simulation = new ShopSimulation(SEED, START, schedule, ShopListener.NONE);
    new ShopRunner(
            simulation,
            SEED,
            (topic, key, payload) ->
                shop.exports.add(new Export(simulation.world().now() - START, topic, key, payload)),
            Double.POSITIVE_INFINITY,
            duration)
        .run();
    return shop;
  }

  /** Publishes what was exported after {@code from} and until {@code to}, since the start. */
  void publish(String bootstrapServers, Duration from, Duration to) {
    try (ShopKafkaSink sink = new ShopKafkaSink(bootstrapServers)) {
      exports.stream()
          .filter(export -> export.at > from.toMillis() && export.at <= to.toMillis())
          .forEach(export -> sink.accept(export.topic, export.key, export.payload));
      sink.flush();
    }
  }

  /** Lets event time pass in every partition. */
  static void pass(String bootstrapServers, Duration to)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (ReplayRecord pulse : Pulses.at(START + to.toMillis())) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          sent.add(
              producer.send(new ProducerRecord<>(pulse.topic(), partition, null, pulse.payload())));
        }
      }
      for (Future<?> each : sent) {
        each.get();
      }
    }
  }

  /** Its topics and those of a job that watches it, with their partitions. */
  static Map<String, Integer> topicsOfAJob() {
    Map<String, Integer> topics = new HashMap<>(topics());
    KafkaSettings.Topics.defaults().all().forEach(own -> topics.put(own, 1));
    return topics;
  }

  static Map<String, Integer> topics() {
    return Map.of(Topics.METRICS, PARTITIONS, Topics.LOGS, PARTITIONS, Topics.SPANS, PARTITIONS);
  }
}
