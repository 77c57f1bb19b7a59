package dev.nightshift.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.local.NightshiftCommand;
import dev.nightshift.remedy.ControlCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A broker that speaks TLS and wants a password: commands reach it, and only with the right one.
 */
@Tag("slow")
class SecuredKafkaIT {

  private static final String STORE_PASSWORD = "changeit-please";
  private static final String TOPIC = "nightshift.control";

  @TempDir Path directory;

  @Test
  void ordersReachABrokerThatWantsTlsAndAPassword() throws Exception {
    Path store = directory.resolve("broker.p12");
    TestKeys.make(store, STORE_PASSWORD);
    int port = FreePorts.any();
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(directory.resolve("kafka"), 0, secured(port, store))) {
      kafka.createTopics(Map.of(TOPIC, 1));
      Path secret =
          Files.writeString(directory.resolve("secret.properties"), "password=open-sesame");
      Path right = properties("right", store, "${file:" + secret + ":password}");
      Path wrong = properties("wrong", store, "guessed");

      Result refused = halt(port, wrong);
      Result sent = halt(port, right);

      assertThat(refused.code()).as(refused.text()).isOne();
      assertThat(refused.text()).contains("not sent").contains("uthentication failed");
      assertThat(refused.text()).doesNotContain("guessed");
      assertThat(sent.code()).as(sent.text()).isZero();
      assertThat(read(port, right))
          .singleElement()
          .satisfies(
              message -> {
                assertThat(message.getKind()).isEqualTo(ControlKind.HALT);
                assertThat(message.getAudience()).isEqualTo("shop-eu");
              });
    }
  }

  private static Map<String, String> secured(int port, Path store) {
    String listener = "SASL_SSL://localhost:" + port;
    return Map.of(
        "listeners",
        listener,
        "advertised.listeners",
        listener,
        "listener.security.protocol.map",
        "SASL_SSL:SASL_SSL",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " user_ada=\"open-sesame\";",
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        store.toString(),
        "ssl.keystore.password",
        STORE_PASSWORD);
  }

  private Path properties(String name, Path store, String password) throws Exception {
    return Files.writeString(
        directory.resolve(name + ".properties"),
        """
        security.protocol=SASL_SSL
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
            username="ada" password="%s";
        ssl.truststore.type=PKCS12
        ssl.truststore.location=%s
        ssl.truststore.password=%s
        """
            .formatted(password, store, STORE_PASSWORD));
  }

  private record Result(int code, String text) {}

  private Result halt(int port, Path kafkaProperties) throws Exception {
    Path connection =
        Files.writeString(
            directory.resolve("connection.properties"),
            """
            bootstrap.servers=localhost:%d
            control.key.id=ada
            control.key=0123456789abcdef
            control.installation=shop-eu
            """
                .formatted(port));
    StringWriter said = new StringWriter();
    CommandLine line = NightshiftCommand.commandLine();
    line.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
    int code =
        line.execute(
            "halt",
            "--connection-file",
            connection.toString(),
            "--kafka-properties",
            kafkaProperties.toString());
    return new Result(code, said.toString());
  }

  private static List<ControlMessage> read(int port, Path kafkaProperties) throws Exception {
    Properties settings =
        KafkaSettings.clientProperties(KafkaSettings.readProperties(kafkaProperties));
    settings.put("bootstrap.servers", "localhost:" + port);
    settings.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      List<ControlMessage> messages = new ArrayList<>();
      for (ConsumerRecord<String, byte[]> found : consumer.poll(Duration.ofSeconds(20))) {
        messages.add(ControlCodec.decode(found.value()));
      }
      return messages;
    }
  }
}
