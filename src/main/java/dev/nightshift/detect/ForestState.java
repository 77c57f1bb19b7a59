package dev.nightshift.detect;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.state.RandomCutForestMapper;
import com.amazon.randomcutforest.state.RandomCutForestState;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A live random cut forest (Guha et al., "Robust Random Cut Forest Based Anomaly Detection on
 * Streams", ICML 2016) over one entity's normalised features, and its bytes.
 *
 * <p>The object is mutable and heavy: keep it on the heap and turn it into bytes only for a
 * snapshot. The bytes are one version byte, then the library's own state objects as deflated JSON;
 * a forest read from bytes goes on exactly as the original would. Not thread-safe.
 */
public final class ForestState {

  private static final int FORMAT = 1;
  private static final int TREES = 30;
  private static final int SAMPLES = 128;
  private static final int OUTPUT_AFTER = 32;
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private final RandomCutForest forest;

  private ForestState(RandomCutForest forest) {
    this.forest = forest;
  }

  /** An empty forest; the same seed and points give the same scores. */
  public static ForestState create(int features, long seed) {
    return new ForestState(
        RandomCutForest.builder()
            .dimensions(features)
            .shingleSize(1)
            .numberOfTrees(TREES)
            .sampleSize(SAMPLES)
            .outputAfter(OUTPUT_AFTER)
            .randomSeed(seed)
            .parallelExecutionEnabled(false)
            .boundingBoxCacheFraction(0)
            .build());
  }

  RandomCutForest forest() {
    return forest;
  }

  public int features() {
    return forest.getDimensions();
  }

  /**
   * The forest as bytes, to be read by {@link #fromBytes}. The library compacts its store of points
   * while it is written, so that two threads must not write one forest at once; and they do, for
   * Flink copies a value that changes while a checkpoint is being written.
   */
  public synchronized byte[] toBytes() {
    RandomCutForestMapper mapper = new RandomCutForestMapper();
    mapper.setSaveExecutorContextEnabled(true);
    mapper.setSaveTreeStateEnabled(true);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(FORMAT);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      JSON.writeValue(out, mapper.toState(forest));
    } catch (IOException e) {
      throw new IllegalStateException("a random cut forest could not be written", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IOException if the bytes are of another format or damaged
   */
  public static ForestState fromBytes(byte[] bytes) throws IOException {
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new IOException("not a random cut forest of format " + FORMAT);
    }
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
      RandomCutForestState state = JSON.readValue(in, RandomCutForestState.class);
      return new ForestState(new RandomCutForestMapper().toModel(state));
    }
  }
}
