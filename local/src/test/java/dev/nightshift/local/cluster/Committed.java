package dev.nightshift.local.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands in our own topics, committed transactions only. */
final class Committed {

  private static final Duration POLL = Duration.ofMillis(100);

  private final String bootstrapServers;

  Committed(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** All records of a topic of one partition, oldest first. */
  <T> List<T> read(String topic, BinaryMessageDecoder<T> decoder) throws IOException {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<T> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          records.add(decoder.decode(record.value(), null));
        }
      }
    }
    return records;
  }
}
