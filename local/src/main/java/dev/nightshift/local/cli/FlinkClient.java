package dev.nightshift.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.ConfigConstants;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;

/**
 * Flink's own command-line program, in a process of its own: it ends the process that it runs in.
 * What is secret reaches it by a file that only its owner reads and by its environment; anybody on
 * the machine can read the arguments of a process.
 */
final class FlinkClient {

  private static final String CONFIG = "config.yaml";

  /** Flink's own default keeps a person waiting for a minute whose address is wrong. */
  private static final int ATTEMPTS = 5;

  /** Flink's own default has those of RSA certificates only. */
  private static final String CIPHERS =
      "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,"
          + "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";

  private final Path flinkConf;
  private final Configuration cluster;
  private final Optional<String> header;

  /**
   * @param flinkConf the directory with the cluster's {@code config.yaml}
   * @param options where the cluster is
   */
  FlinkClient(Path flinkConf, ClusterOptions options) {
    this.flinkConf = flinkConf;
    this.cluster = options.configuration();
    this.header = options.authorization();
  }

  /**
   * Runs one command, which speaks to the cluster.
   *
   * @param command the command and its arguments, as {@code flink} takes them
   * @param adjust says where the process's output goes
   * @return its exit code
   */
  int run(List<String> command, Consumer<ProcessBuilder> adjust)
      throws IOException, InterruptedException {
    Path directory =
        Files.createTempDirectory(
            "nightshift-flink",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Configuration configuration = GlobalConfiguration.loadConfiguration(flinkConf.toString());
      configuration.addAll(cluster);
      if (!configuration.contains(SecurityOptions.SSL_ALGORITHMS)) {
        configuration.set(SecurityOptions.SSL_ALGORITHMS, CIPHERS);
      }
      if (!configuration.contains(RestOptions.RETRY_MAX_ATTEMPTS)) {
        configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, ATTEMPTS);
      }
      configuration.set(DeploymentOptions.TARGET, "remote");
      Files.write(
          directory.resolve(CONFIG),
          ConfigurationUtils.convertConfigToWritableLines(configuration, false));
      List<String> words =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  CliFrontend.class.getName()));
      words.addAll(command);
      ProcessBuilder process = new ProcessBuilder(words);
      process.environment().put("FLINK_CONF_DIR", directory.toString());
      header.ifPresent(
          line ->
              process
                  .environment()
                  .merge(
                      ConfigConstants.FLINK_REST_CLIENT_HEADERS,
                      line,
                      (others, ours) -> others + "\n" + ours));
      adjust.accept(process);
      return process.start().waitFor();
    } finally {
      Files.deleteIfExists(directory.resolve(CONFIG));
      Files.deleteIfExists(directory);
    }
  }
}
