package dev.nightshift.actuator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of actuators on a real broker, a real database and real HTTP. Each has topics of its own: a
 * new group reads from the beginning, old halts included.
 */
abstract class OnKafka {

  @TempDir static Path folder;
  private static Broker broker;

  private final List<AutoCloseable> open = new ArrayList<>();
  TopicSet topics;
  World world;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start(folder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  final void makeWorld() throws Exception {
    topics = keep(new TopicSet(broker));
    Postgres.clear();
    world = keep(new World());
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  /** Closes it after the test, before whatever was kept earlier. */
  final <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  /**
   * Starts an actuator without any limit in its way.
   *
   * @param kafka its section {@code kafka}
   * @param more of its configuration
   */
  final Actuator start(String kafka, String more) throws Exception {
    return keep(
        Actuator.start(Samples.config(kafka, Postgres.url(), world.url(), Samples.FREE + more)));
  }

  static Broker broker() {
    return broker;
  }
}
