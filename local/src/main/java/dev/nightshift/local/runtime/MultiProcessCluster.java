package dev.nightshift.local.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Flink cluster of separate processes on this machine: one job manager and some task managers. It
 * is what {@code scripts/cluster} starts, driven from Java, so that tests meet the very cluster
 * that readers get.
 *
 * <p>Not thread-safe. {@link #close()} ends all processes; a shutdown hook does it if nobody else
 * does.
 */
public final class MultiProcessCluster implements AutoCloseable {

  private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Duration READY = Duration.ofSeconds(150);
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);

  private final Path script;
  private final Path directory;
  private final FlinkRest rest;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread hook = new Thread(this::closeQuietly, "flink-cluster-shutdown");

  private MultiProcessCluster(Path script, Path directory, FlinkRest rest) {
    this.script = script;
    this.directory = directory;
    this.rest = rest;
  }

  /**
   * Starts a cluster on free ports and returns once all task managers have registered.
   *
   * @param repository the root of the repository: holds {@code scripts/cluster} and {@code
   *     flink-conf}, whose lib directory has been built
   * @param directory where configuration, logs, process ids and checkpoints lie; made if missing
   * @param taskManagers how many task managers to start
   * @param settings Flink settings over those of {@code flink-conf/config.yaml}
   * @throws IOException if it does not start, with what the script said
   */
  public static MultiProcessCluster start(
      Path repository, Path directory, int taskManagers, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("rest.port", Integer.toString(FreePorts.any()));
    all.putIfAbsent("jobmanager.rpc.port", Integer.toString(FreePorts.any()));
    Path script = repository.toAbsolutePath().resolve("scripts/cluster");
    URI address = URI.create("http://localhost:" + all.get("rest.port"));
    MultiProcessCluster cluster =
        new MultiProcessCluster(script, directory.toAbsolutePath(), new FlinkRest(address));
    Runtime.getRuntime().addShutdownHook(cluster.hook);
    List<String> arguments =
        new ArrayList<>(List.of("--task-managers", Integer.toString(taskManagers)));
    all.forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
    try {
      cluster.script("start", arguments);
      return cluster;
    } catch (IOException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  /** The cluster's REST API. */
  public FlinkRest rest() {
    return rest;
  }

  /**
   * Runs a job jar detached, as {@code flink run -d} does.
   *
   * @param jar the job jar
   * @param mainClass the class whose {@code main} makes the job
   * @param arguments for {@code main}
   * @return the job's id, 32 hexadecimal digits
   * @throws IOException if it is refused, with what Flink said
   */
  public String submit(Path jar, String mainClass, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-c", mainClass, jar.toAbsolutePath().toString()));
    all.addAll(arguments);
    String output = script("submit", all);
    Matcher id = JOB_ID.matcher(output);
    if (!id.find()) {
      throw new IOException("No job was submitted: " + output);
    }
    return id.group(1);
  }

  /**
   * Kills a task manager as a crash would (SIGKILL). The job manager notices by the missing
   * heartbeat.
   *
   * @param number 1 for the first that was started
   * @throws IOException if there is no such task manager
   */
  public void killTaskManager(int number) throws IOException {
    Path pidFile = directory.resolve("pids/taskmanager-" + number);
    long pid = Long.parseLong(Files.readString(pidFile).trim());
    ProcessHandle.of(pid)
        .filter(ProcessHandle::destroyForcibly)
        .orElseThrow(() -> new IOException("Task manager " + number + " is not running"))
        .onExit()
        .join();
  }

  /**
   * Starts one more task manager and returns once it has registered.
   *
   * @return its number, for {@link #killTaskManager}
   */
  public int startTaskManager() throws IOException, InterruptedException, TimeoutException {
    List<String> before = rest.taskManagers();
    String name = script("task-manager", List.of()).trim();
    Await.until("registration of " + name, READY, () -> !before.containsAll(rest.taskManagers()));
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  /** Where configuration, logs, process ids and checkpoints lie. */
  public Path directory() {
    return directory;
  }

  /** The job's state in Flink's words, such as {@code RUNNING}. */
  public String status(String job) throws IOException {
    JsonNode answer = rest.get("/jobs/" + job);
    return answer.path("state").asText();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      if (!Thread.currentThread().equals(hook)) {
        ShutdownHook.remove(hook);
      }
      try {
        script("stop", List.of());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(
            "Interrupted while the cluster stopped: see " + directory.resolve("pids"), e);
      }
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // Nobody is left who could handle it; say which processes may remain.
      System.err.println("The Flink cluster in " + directory + " did not stop: " + e.getMessage());
    }
  }

  private String script(String command, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of("bash", script.toString(), command, "--dir", directory.toString()));
    line.addAll(arguments);
    Path output = Files.createTempFile("nightshift-cluster", ".out");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", line) + " took longer than " + COMMAND_LIMIT);
      }
      String said = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new IOException(String.join(" ", line) + " failed: " + said);
      }
      return said;
    } finally {
      Files.delete(output);
    }
  }
}
