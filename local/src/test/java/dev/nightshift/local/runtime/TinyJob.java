package dev.nightshift.local.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Writes the numbers 1 to N to files, exactly once, at a chosen pace: the smallest job that can
 * lose or double.
 */
public final class TinyJob {

  private TinyJob() {}

  /** Arguments: output directory, N, milliseconds per number. */
  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, Path.of(args[0]), Long.parseLong(args[1]), Long.parseLong(args[2]));
    env.execute("tiny");
  }

  static void define(StreamExecutionEnvironment env, Path output, long count, long pauseMillis) {
    env.fromSequence(1, count)
        .uid("numbers")
        .map(new Paced(pauseMillis))
        .uid("paced")
        .sinkTo(
            FileSink.<String>forRowFormat(
                    new org.apache.flink.core.fs.Path(output.toUri()),
                    new SimpleStringEncoder<String>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build())
        .uid("files");
  }

  /** The numbers in the finished files, in no particular order. */
  static List<Long> written(Path output) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(TinyJob::isFinished).toList()) {
        Files.readAllLines(file).forEach(line -> numbers.add(Long.parseLong(line)));
      }
    }
    return numbers;
  }

  /** A jar with this job alone. */
  static Path jar(Path directory) throws IOException {
    Path jar = directory.resolve("tiny.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> part : List.of(TinyJob.class, Paced.class)) {
        String name = part.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (var bytes = part.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(out);
        }
      }
    }
    return jar;
  }

  private static boolean isFinished(Path path) {
    // The sink's files in progress begin with a dot.
    return Files.isRegularFile(path) && !path.getFileName().toString().startsWith(".");
  }

  /** Lets one number through per interval. */
  public static final class Paced implements MapFunction<Long, String> {
    private static final long serialVersionUID = 1L;

    private final long pauseMillis;

    Paced(long pauseMillis) {
      this.pauseMillis = pauseMillis;
    }

    @Override
    public String map(Long number) throws InterruptedException {
      Thread.sleep(pauseMillis);
      return Long.toString(number);
    }
  }
}
