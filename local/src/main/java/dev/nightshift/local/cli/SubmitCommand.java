package dev.nightshift.local.cli;

import dev.nightshift.job.config.JobFile;
import dev.nightshift.job.config.KafkaSettings;
import dev.nightshift.job.projection.ProjectionJob;
import dev.nightshift.local.stack.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Submits the job, and the projection of its topics, to a Flink cluster. */
@Command(
    name = "submit",
    description =
        "Submits a job file to a Flink cluster, and the projection that fills the database.",
    footer = {
      "",
      "The password of the database is read from NIGHTSHIFT_DB_PASSWORD. A proxy that guards the cluster is",
      "told NIGHTSHIFT_CLUSTER_TOKEN (bearer), or NIGHTSHIFT_CLUSTER_USER and NIGHTSHIFT_CLUSTER_PASSWORD (basic).",
      "",
      "Examples:",
      "  nightshift submit jobs/shop.yaml --cluster http://localhost:8081",
      "  nightshift submit jobs/shop.yaml --cluster http://flink:8081 \\",
      "      --jdbc-url jdbc:postgresql://db:5432/nightshift --user nightshift",
      "  nightshift submit jobs/shop.yaml --cluster https://flink.acme --truststore ca.p12 --keystore me.p12"
    })
public final class SubmitCommand implements Callable<Integer> {

  private static final Path JAR = Path.of("jobs/target/nightshift-job.jar");

  @Parameters(paramLabel = "JOBFILE", description = "The job file.")
  private Path jobFile;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--jdbc-url",
      description = "Database; without it the projection is not submitted.")
  private String jdbcUrl;

  @Option(names = "--user", defaultValue = "nightshift", description = "User of the database.")
  private String user;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    JobFile job = JobFile.load(jobFile);
    Path jar = Home.path().resolve(JAR);
    if (!Files.isRegularFile(jar)) {
      throw new UserException(
          "the job jar "
              + jar
              + " is missing: build it with mvn -B -DskipTests -pl jobs -am package");
    }
    int code =
        submit(jar, "dev.nightshift.job.NightshiftJob", List.of("--job", jobFile.toString()));
    return code == 0 && jdbcUrl != null ? submitProjection(jar, job.kafka()) : code;
  }

  private int submitProjection(Path jar, KafkaSettings kafka)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--jdbc-url",
                jdbcUrl,
                "--user",
                user));
    kafka
        .topics()
        .named()
        .forEach((key, name) -> arguments.addAll(List.of("--topic", key + "=" + name)));
    if (kafka.properties().isEmpty()) {
      return submit(jar, ProjectionJob.class.getName(), arguments);
    }
    // The submission reads it in a process of its own, on this machine.
    Path file = Files.createTempFile("nightshift-kafka", ".properties");
    try {
      Properties properties = new Properties();
      properties.putAll(kafka.properties());
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, "kafka.properties of " + jobFile);
      }
      arguments.addAll(List.of("--kafka-properties", file.toString()));
      return submit(jar, ProjectionJob.class.getName(), arguments);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private int submit(Path jar, String mainClass, List<String> arguments)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Submitting %s to %s%n", mainClass, cluster.address());
    out.flush();
    List<String> command =
        new ArrayList<>(List.of("run", "--detached", "--class", mainClass, jar.toString()));
    command.addAll(arguments);
    return new FlinkClient(Home.flinkConf(), cluster).run(command, ProcessBuilder::inheritIO);
  }
}
