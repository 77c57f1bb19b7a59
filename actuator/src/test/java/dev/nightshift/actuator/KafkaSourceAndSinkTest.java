package dev.nightshift.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Source and sink on the client library's own in-memory consumer and producer. */
class KafkaSourceAndSinkTest {

  private static final TopicPartition PARTITION = new TopicPartition("requests", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final KafkaRequestSource source = KafkaRequestSource.shared(consumer, "requests");

  private void deliver(long... offsets) {
    consumer.rebalance(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    for (long offset : offsets) {
      consumer.addRecord(
          new ConsumerRecord<>("requests", 0, offset, new byte[0], new byte[] {(byte) offset}));
    }
  }

  private long committed() {
    var offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
    return offset == null ? -1 : offset.offset();
  }

  @Test
  void commitsOnlyWhenTold() {
    deliver(0, 1);
    assertThat(source.poll(Duration.ZERO))
        .extracting(m -> m.value()[0])
        .containsExactly((byte) 0, (byte) 1);
    assertThat(committed()).isEqualTo(-1);
    source.commit();
    assertThat(committed()).isEqualTo(2);
  }

  @Test
  void rewindGoesBackToTheLastCommit() {
    deliver(0, 1, 2);
    source.poll(Duration.ZERO);
    source.rewind();
    assertThat(consumer.position(PARTITION)).isZero();
    source.commit();
    assertThat(committed()).isEqualTo(-1);
  }

  @Test
  void wakingUpEndsThePollQuietly() {
    deliver();
    source.wakeUp();
    assertThat(source.poll(Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void publishesUnderTheIncidentAndFailsLoudly() throws Exception {
    ActuatorConfig.Kafka topics =
        Samples.config("jdbc:postgresql:x", "http://localhost/x", "actions: {restart: {}}").kafka();
    ActionResult result =
        ActionResult.newBuilder()
            .setKey("k")
            .setIncident("inc-1")
            .setSystem("s")
            .setAction("restart")
            .setTarget("s/t")
            .setOutcome(Outcome.UNKNOWN)
            .setStartedAt(1)
            .setFinishedAt(2)
            .build();
    MockProducer<byte[], byte[]> good =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    new KafkaResultSink(good, topics).publish(result);
    ProducerRecord<byte[], byte[]> sent = good.history().get(0);
    assertThat(sent.topic()).isEqualTo("nightshift.remediation.results");
    assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("inc-1");
    assertThat(ActionResult.getDecoder().decode(sent.value())).isEqualTo(result);

    MockProducer<byte[], byte[]> bad =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    bad.sendException = new TimeoutException("no broker");
    assertThatThrownBy(() -> new KafkaResultSink(bad, topics).publish(result))
        .isInstanceOf(KafkaException.class);
  }
}
