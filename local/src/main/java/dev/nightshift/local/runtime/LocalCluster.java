package dev.nightshift.local.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster in this process, with REST API and web page on localhost. Jobs reach it as they
 * reach any cluster, over REST:
 *
 * <pre>{@code
 * try (LocalCluster cluster = LocalCluster.start(LocalCluster.configuration(confDir, stateDir), 8081, 4)) {
 *   StreamExecutionEnvironment env = cluster.environment();
 *   env.fromSequence(1, 10).sinkTo(...);
 *   JobClient job = env.executeAsync("numbers");
 * }
 * }</pre>
 */
public final class LocalCluster implements AutoCloseable {

  private static final long STOP_SECONDS = 60;

  private final MiniCluster cluster;
  private final URI address;
  private final Configuration configuration;

  private LocalCluster(MiniCluster cluster, URI address, Configuration configuration) {
    this.cluster = cluster;
    this.address = address;
    this.configuration = configuration;
  }

  /**
   * The configuration of a real cluster, with what has to differ when all of it is one process.
   *
   * @param confDirectory holds {@code config.yaml}
   * @param stateDirectory where checkpoints and savepoints go; made if missing
   */
  public static Configuration configuration(Path confDirectory, Path stateDirectory)
      throws IOException {
    Configuration configuration = GlobalConfiguration.loadConfiguration(confDirectory.toString());
    Path state = Files.createDirectories(stateDirectory).toAbsolutePath();
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        state.resolve("checkpoints").toUri().toString());
    configuration.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY, state.resolve("savepoints").toUri().toString());
    // Sizes of whole processes mean nothing here: the heap is this process's, and these two are
    // beside it.
    configuration.removeConfig(JobManagerOptions.TOTAL_PROCESS_MEMORY);
    configuration.removeConfig(TaskManagerOptions.TOTAL_PROCESS_MEMORY);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    return configuration;
  }

  /**
   * Starts one task manager with the wanted slots and returns once REST answers.
   *
   * @param configuration of the cluster and the defaults of its jobs; it is copied
   * @param port of REST and web page, or 0 for any free port
   * @param slots how many parallel tasks of one operator fit
   */
  public static LocalCluster start(Configuration configuration, int port, int slots)
      throws IOException {
    Configuration own = new Configuration(configuration);
    own.set(RestOptions.ADDRESS, "localhost");
    own.set(RestOptions.BIND_ADDRESS, "localhost");
    own.set(RestOptions.PORT, port);
    own.set(RestOptions.BIND_PORT, Integer.toString(port));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(own)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      cluster.start();
      URI address = cluster.getRestAddress().get(STOP_SECONDS, TimeUnit.SECONDS);
      return new LocalCluster(cluster, address, own);
    } catch (Exception e) { // MiniCluster.start declares nothing narrower
      IOException failure =
          new IOException("The Flink cluster on port " + port + " did not start", e);
      try {
        stop(cluster);
      } catch (IOException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  /** Where the web page and the REST API are. */
  public URI address() {
    return address;
  }

  /**
   * A new environment with this cluster's configuration; its {@code executeAsync} runs the job on
   * this cluster.
   */
  public StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.createRemoteEnvironment(
        address.getHost(), address.getPort(), new Configuration(configuration));
  }

  /** The cluster itself, for what REST does not offer. */
  public MiniCluster miniCluster() {
    return cluster;
  }

  /** Stops all jobs and the cluster; their checkpoints stay. */
  @Override
  public void close() throws IOException {
    stop(cluster);
  }

  private static void stop(MiniCluster cluster) throws IOException {
    try {
      cluster.closeAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the Flink cluster stopped", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The Flink cluster did not stop in order", e);
    }
  }
}
