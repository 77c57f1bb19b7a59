package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.models.PromotionRule.Mode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelWatchFunctionTest {

  private static final Path SHIPPED = Path.of("../models/store");

  @TempDir Path directory;

  private static OneInputStreamOperatorTestHarness<Long, ModelAnnouncement> open(
      URI store, OperatorSubtaskState snapshot) throws Exception {
    OneInputStreamOperatorTestHarness<Long, ModelAnnouncement> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new ModelWatchFunction(store, Mode.IMMEDIATE)));
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  private void copy(String name) throws IOException {
    Path target = directory.resolve(name).resolve("1.0.0");
    Files.createDirectories(target);
    Files.copy(SHIPPED.resolve(name).resolve("1.0.0/model.onnx"), target.resolve("model.onnx"));
  }

  @Test
  void announcesWhatAppearsBetweenTwoTicksAndNothingElse() throws Exception {
    copy("demo.shop.orders");
    try (var harness = open(directory.toUri(), null)) {
      harness.processElement(0L, 0);
      harness.processElement(1L, 0);
      copy("demo.shop.cart");
      harness.processElement(2L, 0);

      assertThat(harness.extractOutputValues())
          .extracting(ModelAnnouncement::name)
          .containsExactly("demo.shop.orders", "demo.shop.cart");
    }
  }

  @Test
  void everyShippedModelIsValid() throws Exception {
    try (var harness = open(SHIPPED.toAbsolutePath().normalize().toUri(), null)) {
      harness.processElement(0L, 0);

      assertThat(harness.extractOutputValues()).hasSize(12);
      assertThat(harness.getSideOutput(Outputs.MODEL_STATUS))
          .extracting(status -> status.getValue().getEvent())
          .containsOnly(ModelEvent.LOADED);
    }
  }

  @Test
  void knowsAfterARestartWhatItAnnounced() throws Exception {
    copy("demo.shop.orders");
    OperatorSubtaskState snapshot;
    try (var harness = open(directory.toUri(), null)) {
      harness.processElement(0L, 0);
      snapshot = harness.snapshot(1, 1);
    }
    copy("demo.shop.cart");
    try (var harness = open(directory.toUri(), snapshot)) {
      harness.processElement(1L, 0);

      assertThat(harness.extractOutputValues())
          .extracting(ModelAnnouncement::name)
          .containsExactly("demo.shop.cart");
    }
  }

  @Test
  void aJobWithoutAStoreHasNothingToWatch() throws Exception {
    try (var harness = open(null, null)) {
      harness.processElement(0L, 0);

      assertThat(List.copyOf(harness.extractOutputValues())).isEmpty();
    }
  }
}
