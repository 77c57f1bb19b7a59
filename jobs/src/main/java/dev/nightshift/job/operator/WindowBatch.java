package dev.nightshift.job.operator;

import dev.nightshift.feature.FeatureWindow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows waiting for one call of one model, with the direct buffers of that call. Reused: nothing
 * is allocated per window but its entry in the list.
 */
final class WindowBatch {

  private final List<FeatureWindow> windows;
  private final List<Long> timestamps;
  private final int capacity;
  private final FloatBuffer input;
  private final FloatBuffer scores;
  private final FloatBuffer featureErrors;

  WindowBatch(int capacity, int steps, int features) {
    this.capacity = capacity;
    this.windows = new ArrayList<>(capacity);
    this.timestamps = new ArrayList<>(capacity);
    this.input = direct(capacity * steps * features);
    this.scores = direct(capacity);
    this.featureErrors = direct(capacity * features);
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Whether a window has the shape that this batch was made for. */
  boolean fits(FeatureWindow window) {
    return window.values().length * capacity == input.capacity();
  }

  /** Adds a window; returns whether the batch is full now. */
  boolean add(FeatureWindow window, long timestamp) {
    windows.add(window);
    timestamps.add(timestamp);
    input.put(window.values());
    return windows.size() == capacity;
  }

  int size() {
    return windows.size();
  }

  /** A copy of the windows that wait. */
  List<FeatureWindow> windows() {
    return new ArrayList<>(windows);
  }

  FeatureWindow window(int index) {
    return windows.get(index);
  }

  long timestamp(int index) {
    return timestamps.get(index);
  }

  FloatBuffer input() {
    return input.position(0);
  }

  FloatBuffer scores() {
    return scores.position(0);
  }

  FloatBuffer featureErrors() {
    return featureErrors.position(0);
  }

  void clear() {
    windows.clear();
    timestamps.clear();
    input.clear();
  }
}
