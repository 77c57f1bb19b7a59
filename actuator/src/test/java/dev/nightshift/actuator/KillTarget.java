package dev.nightshift.actuator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * An actuator as a process that can be killed at a named step: there it leaves a mark and stands
 * still. Arguments: Kafka section, JDBC address, webhook, and optionally step and file of the mark.
 */
public final class KillTarget {

  private KillTarget() {}

  public static void main(String[] args) throws Exception {
    ActuatorConfig config = Samples.config(args[0], args[1], args[2], Samples.FREE);
    Clock clock = Clock.systemUTC();
    ActuatorConfig.Kafka kafka = config.kafka();
    Actuator.Hooks hooks =
        (step, key) -> {
          if (args.length == 5 && step.name().equals(args[3])) {
            stand(Path.of(args[4]));
          }
        };
    Actuator actuator =
        Actuator.start(
            config,
            new Actuator.Parts(
                KafkaRequestSource.connect(kafka, kafka.requests(), kafka.group()),
                KafkaRequestSource.connectAlone(kafka, kafka.control(), kafka.group() + "-control"),
                Optional.empty(),
                Optional.empty(),
                KafkaResultSink.connect(kafka),
                Actuator.providers(config, clock),
                clock,
                hooks));
    actuator.await();
  }

  private static void stand(Path mark) {
    try {
      Files.writeString(mark, "here");
      new CountDownLatch(1).await();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
