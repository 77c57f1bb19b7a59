package dev.nightshift.local.cli;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.remedy.ControlCodec;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A word from a person to the running system: a signed message on the control topic. Exit codes: 0
 * sent, 1 not sent, 2 wrong usage.
 */
abstract class ControlCommand implements Callable<Integer> {

  private static final int SEND_TIMEOUT_MILLIS = 15_000;

  @Mixin protected ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--author", defaultValue = "${sys:user.name}", description = "Who says it.")
  private String author;

  @Option(names = "--reason", defaultValue = "", description = "Why, for the history.")
  private String reason;

  @Option(names = "--control-topic", defaultValue = "nightshift.control", hidden = true)
  private String topic;

  @Spec private CommandSpec spec;

  private Clock clock = Clock.systemUTC();

  /** The message of this command, of which identity, author, reason and time are set already. */
  protected abstract ControlMessage complete(ControlMessage.Builder message, long now)
      throws SQLException;

  @Override
  public Integer call() throws InterruptedException, SQLException {
    ControlMessage message = message();
    ControlMessage signed = connection.signer().sign(message);
    try {
      send(signed);
    } catch (ExecutionException | TimeoutException e) {
      throw new UserException("not sent to " + topic + ": " + e.getMessage(), e);
    }
    say("sent: " + message.getKind() + " " + message.getScope());
    return 0;
  }

  /** The unsigned message. */
  final ControlMessage message() throws SQLException {
    long now = clock.millis();
    return complete(
        ControlMessage.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setKind(ControlKind.ACKNOWLEDGE)
            .setScope("*")
            .setAuthor(author)
            .setReason(reason)
            .setAudience(connection.installation())
            .setAt(now),
        now);
  }

  final void setClock(Clock clock) {
    this.clock = clock;
  }

  protected final void say(String line) {
    spec.commandLine().getOut().println(line);
  }

  private void send(ControlMessage message)
      throws InterruptedException, ExecutionException, TimeoutException {
    Properties config = connection.kafka();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, SEND_TIMEOUT_MILLIS);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_TIMEOUT_MILLIS);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, message.getScope(), ControlCodec.encode(message)))
          .get(SEND_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
