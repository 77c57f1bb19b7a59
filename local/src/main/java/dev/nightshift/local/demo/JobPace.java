package dev.nightshift.local.demo;

import dev.nightshift.local.shop.ShopKafkaSink;
import dev.nightshift.local.shop.ShopRunner.Pace;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps simulated time from running away from the job: on a busy machine the night lasts longer,
 * and goes the same way.
 *
 * <p>The job commits its offsets with its checkpoints, so what is committed has been decided upon,
 * and the decisions are published. Simulated time may be ahead of that by a bounded lead.
 */
final class JobPace implements Pace, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobPace.class);

  /** A checkpoint, a step and what comes late fit into it. */
  private static final long LEAD_MILLIS = 25_000;

  private static final Duration POLL = Duration.ofMillis(50);

  private final ShopKafkaSink sink;
  private final String group;
  private final LongSupplier elapsed;
  private final Admin admin;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::follow, "job-pace");
  private volatile long decidedMillis;

  private JobPace(String bootstrapServers, String group, ShopKafkaSink sink, LongSupplier elapsed) {
    this.sink = sink;
    this.group = group;
    this.elapsed = elapsed;
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /**
   * Begins to follow.
   *
   * @param group of the job's sources
   * @param elapsed simulated milliseconds whose telemetry has been handed to the sink
   */
  static JobPace follow(
      String bootstrapServers, String group, ShopKafkaSink sink, LongSupplier elapsed) {
    JobPace pace = new JobPace(bootstrapServers, group, sink, elapsed);
    pace.thread.setDaemon(true);
    pace.thread.start();
    return pace;
  }

  @Override
  public long allowedMillis() {
    return decidedMillis + LEAD_MILLIS;
  }

  private void follow() {
    try {
      while (!closed.await(0, TimeUnit.MILLISECONDS)) {
        long until = elapsed.getAsLong();
        sink.flush();
        awaitDecided(sink.written());
        decidedMillis = until;
        closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      // The night must not hang: it goes on at its own speed, and the log says so.
      LOG.error("The job's progress cannot be read; the night no longer waits for it", e);
      decidedMillis = Long.MAX_VALUE - LEAD_MILLIS;
    }
  }

  private void awaitDecided(Map<TopicPartition, Long> written)
      throws ExecutionException, InterruptedException {
    while (!covers(written) && !closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.trace("Waiting for the job");
    }
  }

  private boolean covers(Map<TopicPartition, Long> written)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return written.entrySet().stream()
        .allMatch(
            partition -> {
              OffsetAndMetadata offset = committed.get(partition.getKey());
              return offset != null && offset.offset() >= partition.getValue();
            });
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.join();
    admin.close(Duration.ofSeconds(5));
  }
}
