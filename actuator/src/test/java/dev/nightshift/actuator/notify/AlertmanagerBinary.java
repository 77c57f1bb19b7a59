package dev.nightshift.actuator.notify;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the program of Alertmanager: the one that the system property {@code alertmanager} names,
 * the one on the PATH, or Debian's package, which is fetched and unpacked under {@code target}.
 * Nothing is installed and no rights are needed.
 *
 * @param program to run
 * @param directory to run it in
 */
record AlertmanagerBinary(Path program, Path directory) {

  private static final String PACKAGE = "prometheus-alertmanager";
  private static final Path PLACE = Path.of("target", "alertmanager").toAbsolutePath();

  /** Where Debian's build looks for its templates. */
  private static final String TEMPLATES = "/usr/share/prometheus/alertmanager";

  /**
   * The same directory seen from the unpacked package. As long as the other: it takes its place.
   */
  private static final String UNPACKED_TEMPLATES = "usr/share/prometheus//alertmanager";

  /**
   * Finds it.
   *
   * @throws IllegalStateException if it cannot be had and the environment says CI=true; elsewhere
   *     the test is skipped
   */
  static AlertmanagerBinary find() throws IOException, InterruptedException {
    Optional<Path> installed = installed();
    if (installed.isPresent()) {
      return new AlertmanagerBinary(installed.get(), Files.createDirectories(PLACE));
    }
    try {
      return unpacked();
    } catch (IOException e) {
      String reason =
          "NOT TESTED with a real Alertmanager: there is none on the PATH, none is named by"
              + " -Dalertmanager=FILE, and the Debian package '"
              + PACKAGE
              + "' cannot be fetched: "
              + e.getMessage();
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw new IllegalStateException(reason, e);
      }
      System.err.println(reason);
      return Assumptions.abort(reason);
    }
  }

  private static Optional<Path> installed() {
    String named = System.getProperty("alertmanager", "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(place -> Stream.of(Path.of(place, PACKAGE), Path.of(place, "alertmanager")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static AlertmanagerBinary unpacked() throws IOException, InterruptedException {
    Path unpacked = PLACE.resolve("unpacked");
    Path program = unpacked.resolve("usr/bin/" + PACKAGE);
    if (!Files.exists(program)) {
      Files.createDirectories(unpacked);
      run("dpkg-deb", "-x", fetched().toString(), unpacked.toString());
      seesItsTemplates(program);
    }
    return new AlertmanagerBinary(program, unpacked);
  }

  /** With the machine's list of packages; where it has none, with one of our own. */
  private static Path fetched() throws IOException, InterruptedException {
    try {
      run("apt-get", "download", PACKAGE);
    } catch (IOException e) {
      Path apt = Files.createDirectories(PLACE.resolve("apt/lists/partial")).getParent();
      Files.createDirectories(PLACE.resolve("apt/cache/archives/partial"));
      String[] ours = {
        "-o", "Dir::State::Lists=" + apt, "-o", "Dir::Cache=" + PLACE.resolve("apt/cache")
      };
      run(command(ours, "update"));
      run(command(ours, "download", PACKAGE));
    }
    try (Stream<Path> files = Files.list(PLACE)) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new IOException("apt-get has left no package in " + PLACE));
    }
  }

  private static String[] command(String[] options, String... words) {
    return Stream.of(new String[] {"apt-get"}, options, words)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  private static void seesItsTemplates(Path program) throws IOException {
    // Every byte is one character of this encoding, and comes back as it was.
    String bytes = Files.readString(program, StandardCharsets.ISO_8859_1);
    Files.writeString(
        program, bytes.replace(TEMPLATES, UNPACKED_TEMPLATES), StandardCharsets.ISO_8859_1);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Path log = Files.createDirectories(PLACE).resolve("get.log");
    Process process =
        new ProcessBuilder(command)
            .directory(PLACE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    if (!ended || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + Files.readString(log).strip());
    }
  }
}
