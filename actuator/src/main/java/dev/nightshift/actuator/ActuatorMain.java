package dev.nightshift.actuator;

import dev.nightshift.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actuator as a process: {@code ActuatorMain actuator.yaml}. Ends with 0 after a signal, 1 if
 * it died and has to be started again, 2 if the configuration is wrong.
 */
public final class ActuatorMain {

  private static final Logger LOG = LoggerFactory.getLogger(ActuatorMain.class);

  private ActuatorMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: ActuatorMain CONFIG.yaml");
      System.exit(2);
    }
    ActuatorConfig config;
    try {
      config = ActuatorConfig.read(Path.of(args[0]));
    } catch (ConfigException | IOException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Actuator actuator = Actuator.start(config);
    Thread closer = new Thread(actuator::close, "actuator-close");
    Runtime.getRuntime().addShutdownHook(closer);
    actuator.await();
    LOG.info("the actuator has stopped: {}", actuator.health().detail());
    // The shutdown hook does the closing, whichever of signal and failure came first.
    System.exit(actuator.health().detail().equals("closing") ? 0 : 1);
  }
}
