package dev.nightshift.bench;

import dev.nightshift.detect.ScoringException;
import dev.nightshift.models.Hashes;
import dev.nightshift.models.LoadedModel;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.OnnxScorer;
import dev.nightshift.models.SessionCache;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One micro-batch through a shipped model; run in the repository's directory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class ScoringBenchmark {

  private static final String NAME = "demo.shop.orders";

  /** Windows in a micro-batch. */
  @Param({"1", "32", "128"})
  public int batch;

  private SessionCache cache;
  private OnnxScorer scorer;
  private FloatBuffer windows;
  private FloatBuffer scores;
  private FloatBuffer errors;

  @Setup(Level.Trial)
  public void load() throws IOException, ModelRefusedException {
    byte[] graph = Files.readAllBytes(Path.of("models/store", NAME, "1.0.0", "model.onnx"));
    cache = new SessionCache(1);
    LoadedModel model =
        new ModelLoader(cache, ModelLoader.DEFAULT_BATCH_LIMIT)
            .load(NAME + "@1.0.0", graph, Hashes.sha256(graph));
    scorer = new OnnxScorer(model, cache, batch);
    int features = model.manifest().features().size();
    int floats = batch * model.manifest().window() * features;
    windows = OnnxScorer.directBuffer(floats);
    Random random = new Random(1);
    for (int i = 0; i < floats; i++) {
      windows.put(i, random.nextFloat());
    }
    scores = OnnxScorer.directBuffer(batch);
    errors = OnnxScorer.directBuffer(batch * features);
  }

  @Benchmark
  public float score() throws ScoringException {
    scorer.score(windows, batch, scores, errors);
    return scores.get(0);
  }

  @TearDown(Level.Trial)
  public void close() {
    scorer.close();
    cache.close();
  }
}
