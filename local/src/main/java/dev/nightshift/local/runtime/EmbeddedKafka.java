package dev.nightshift.local.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * A Kafka broker in this process: one node that is both controller and broker (KRaft), on the
 * loopback interface.
 *
 * <p>It is the real broker with the settings that a single node needs: internal topics have one
 * replica, so that transactions and consumer groups work. Topics are never created by accident: a
 * misspelt name is an error. Data stays in the directory; a later start on the same directory finds
 * its topics again.
 *
 * <p>Thread-safe. {@link #close()} flushes the log and may be called twice; a shutdown hook does it
 * if nobody else does.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final int NODE = 1;
  private static final String CONTROLLER = "CONTROLLER";

  private final KafkaRaftServer server;
  private final String bootstrapServers;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread hook = new Thread(this::shutDown, "kafka-shutdown");

  private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a broker and returns once it takes requests.
   *
   * @param directory where its log lies; made if missing
   * @param port where clients find it on localhost, or 0 for any free port
   * @throws IOException if the directory cannot be formatted
   */
  public static EmbeddedKafka start(Path directory, int port) throws IOException {
    return start(directory, port, Map.of());
  }

  /** The same with further settings of the broker; listeners are added to those that it has. */
  static EmbeddedKafka start(Path directory, int port, Map<String, String> further)
      throws IOException {
    int brokerPort = port == 0 ? FreePorts.any() : port;
    Path log = Files.createDirectories(directory).toAbsolutePath().resolve("log");
    format(log);
    String bootstrap = "localhost:" + brokerPort;
    Properties settings = settings(log, bootstrap, FreePorts.any());
    further.forEach((key, value) -> settings.merge(key, value, EmbeddedKafka::added));
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    EmbeddedKafka kafka = new EmbeddedKafka(server, bootstrap);
    server.startup();
    Runtime.getRuntime().addShutdownHook(kafka.hook);
    return kafka;
  }

  /** Further listeners stand beside the others. */
  private static Object added(Object settings, Object more) {
    return settings + "," + more;
  }

  /** Where clients connect, as {@code bootstrap.servers} wants it. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Creates the topics that do not exist yet; existing ones keep their partitions.
   *
   * @param partitionsByTopic the number of partitions of each topic
   * @throws IOException if the broker refuses one, with its reason
   */
  public void createTopics(Map<String, Integer> partitionsByTopic)
      throws IOException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing =
          partitionsByTopic.entrySet().stream()
              .filter(topic -> !existing.contains(topic.getKey()))
              .map(
                  topic ->
                      new NewTopic(topic.getKey(), Optional.of(topic.getValue()), Optional.empty()))
              .toList();
      admin.createTopics(missing).all().get();
    } catch (ExecutionException e) {
      throw new IOException(
          "Topics " + partitionsByTopic.keySet() + " were not created", e.getCause());
    }
  }

  @Override
  public void close() {
    if (!closed.get()) {
      ShutdownHook.remove(hook);
      shutDown();
    }
  }

  private void shutDown() {
    if (closed.compareAndSet(false, true)) {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private static void format(Path log) throws IOException {
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(CONTROLLER)
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .addDirectory(log.toString())
          .setMetadataLogDirectory(log.toString())
          .setPrintStream(silent)
          .run();
    } catch (Exception e) { // the formatter declares nothing narrower
      throw new IOException("Kafka's directory " + log + " cannot be formatted", e);
    }
  }

  private static Properties settings(Path log, String broker, int controllerPort) {
    String controller = "localhost:" + controllerPort;
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            "process.roles",
            "broker,controller",
            "node.id",
            Integer.toString(NODE),
            "controller.quorum.voters",
            NODE + "@" + controller,
            "controller.listener.names",
            CONTROLLER,
            "inter.broker.listener.name",
            "PLAINTEXT",
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "listeners",
            "PLAINTEXT://" + broker + ",CONTROLLER://" + controller,
            "advertised.listeners",
            "PLAINTEXT://" + broker,
            "log.dirs",
            log.toString(),
            "auto.create.topics.enable",
            "false"));
    settings.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            // A single reader of a topic need not wait for others to join its group.
            "group.initial.rebalance.delay.ms", "0"));
    return settings;
  }
}
