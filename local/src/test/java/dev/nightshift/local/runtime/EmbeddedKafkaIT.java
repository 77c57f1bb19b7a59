package dev.nightshift.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EmbeddedKafkaIT {

  @TempDir Path directory;

  @Test
  void readersSeeCommittedTransactionsOnlyAlsoAfterARestart() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      kafka.createTopics(Map.of("requests", 3));
      kafka.createTopics(Map.of("requests", 3, "results", 1));
      try (KafkaProducer<String, String> producer = producer(kafka)) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("requests", "a", "committed")).get();
        producer.commitTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("requests", "a", "aborted")).get();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("requests", "a", "committed too")).get();
        producer.commitTransaction();
      }
      assertThat(read(kafka, "requests", 2)).containsExactly("committed", "committed too");
    }
    try (EmbeddedKafka again = EmbeddedKafka.start(directory, 0)) {
      assertThat(read(again, "requests", 2)).containsExactly("committed", "committed too");
    }
  }

  @Test
  void aMisspeltTopicIsAnErrorAndNotANewTopic() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", "1500"),
                new StringSerializer(),
                new StringSerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("reqests", "x")).get())
          .hasStackTraceContaining("reqests");
      kafka.createTopics(Map.of("requests", 1));
      assertThatThrownBy(() -> kafka.createTopics(Map.of("not a name", 1)))
          .hasMessageContaining("not a name");
    }
  }

  private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static List<String> read(EmbeddedKafka kafka, String topic, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                "test-" + System.nanoTime(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> one : consumer.poll(Duration.ofMillis(200))) {
          values.add(one.value());
        }
      }
    }
    return values;
  }
}
