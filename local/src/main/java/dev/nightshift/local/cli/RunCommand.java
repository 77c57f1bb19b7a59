package dev.nightshift.local.cli;

import dev.nightshift.actuator.Actuator;
import dev.nightshift.actuator.ActuatorConfig;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.local.runtime.FreePorts;
import dev.nightshift.local.stack.ConnectionFile;
import dev.nightshift.local.stack.Home;
import dev.nightshift.local.stack.LocalStack;
import dev.nightshift.local.stack.StackLayout;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a job file on this machine, with everything that it needs inside this process. */
@Command(
    name = "run",
    description =
        "Runs a job file on this machine: Kafka (on the port that the job file names), PostgreSQL and Flink"
            + " are inside this process. Ends with Ctrl-C; the next run goes on with the same data.",
    footer = {
      "",
      "Examples:",
      "  nightshift run jobs/observe.yaml",
      "  nightshift run jobs/shop.yaml --actuator actuator/actuator.yaml"
    })
public final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final int MIN_SLOTS = 3;
  private static final long CLOSE_SECONDS = 60;

  @Parameters(paramLabel = "JOBFILE", description = "The job file.")
  private Path jobFile;

  @Option(names = "--actuator", description = "Also run an actuator with this configuration.")
  private Path actuator;

  @Option(
      names = "--dir",
      defaultValue = ".nightshift",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
  private Path directory;

  @Option(
      names = "--web-port",
      defaultValue = "8081",
      description = "Port of Flink's web page (default: ${DEFAULT-VALUE}).")
  private int webPort;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    JobFile job = JobFile.load(jobFile);
    StackLayout layout = new StackLayout(directory.resolve("run"));
    PrintWriter out = spec.commandLine().getOut();
    out.println("Starting Kafka, PostgreSQL and Flink ...");
    out.flush();
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (LocalStack stack =
        LocalStack.start(
            layout,
            kafkaPort(job),
            0,
            webPort,
            Home.flinkConf(),
            Math.max(MIN_SLOTS, job.parallelism() + 1))) {
      stack.createTopics(job);
      stack.alongside(
          ConnectionFile.write(
              directory.resolve("connection.properties"),
              stack,
              job.control().installation(),
              layout.secret("control-key")));
      if (actuator != null) {
        stack.alongside(Actuator.start(ActuatorConfig.read(actuator)));
      }
      stack.submit(job);
      out.printf(
          "%s runs. Kafka: %s   Flink: %s   Database: %s%nSee what happens with 'nightshift incidents'. Ctrl-C ends it.%n",
          job.name(), stack.bootstrapServers(), stack.webPage(), stack.database().jdbcUrl());
      out.flush();
      endOnSignal(ended, closed);
      ended.await();
    } finally {
      closed.countDown();
    }
    return ExitCode.OK;
  }

  /** The port of the job file's broker: it has to be on this machine, and free. */
  private static int kafkaPort(JobFile job) {
    String servers = job.kafka().bootstrapServers();
    int colon = servers.lastIndexOf(':');
    String host = colon < 0 ? servers : servers.substring(0, colon);
    if (!host.equals("localhost") && !host.equals("127.0.0.1")) {
      throw new UserException(
          "nightshift run brings its own Kafka, so kafka.bootstrap_servers has to be localhost:PORT and not "
              + servers
              + "; to use another broker, submit the job to a cluster: nightshift submit");
    }
    int port = Integer.parseInt(servers.substring(colon + 1));
    if (!FreePorts.isFree(port)) {
      throw new UserException(
          "port "
              + port
              + " is taken: stop what listens there, or name another port in the job file");
    }
    return port;
  }

  /**
   * Lets a signal end the run: it wakes the waiting command and holds the process until everything
   * is closed. It does not wait for the command's thread itself, which at its end waits for the
   * process.
   */
  private static void endOnSignal(CountDownLatch ended, CountDownLatch closed) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ended.countDown();
                  try {
                    if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                      LOG.warn("Not everything stopped within {} s", CLOSE_SECONDS);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "end-of-run"));
  }
}
