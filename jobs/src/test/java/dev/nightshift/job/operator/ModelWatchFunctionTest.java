package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.learn.ModelReports;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.learn.PromotionRule.Mode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoProcessOperator;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelWatchFunctionTest {

  private static final Path SHIPPED = Path.of("../models/store");

  @TempDir Path directory;

  private static TwoInputStreamOperatorTestHarness<Long, ModelReport, ModelAnnouncement> open(
      URI store, OperatorSubtaskState snapshot) throws Exception {
    TwoInputStreamOperatorTestHarness<Long, ModelReport, ModelAnnouncement> harness =
        new TwoInputStreamOperatorTestHarness<>(
            new CoProcessOperator<>(
                new ModelWatchFunction(store, PromotionRule.of(Mode.IMMEDIATE))));
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
      harness.processElement1(0L, 0);
      harness.processElement1(1L, 0);
      copy("demo.shop.cart");
      harness.processElement1(2L, 0);

      assertThat(harness.extractOutputValues())
          .extracting(ModelAnnouncement::name)
          .containsExactly("demo.shop.orders", "demo.shop.cart");
    }
  }

  @Test
  void everyShippedModelIsValid() throws Exception {
    try (var harness = open(SHIPPED.toAbsolutePath().normalize().toUri(), null)) {
      harness.processElement1(0L, 0);

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
      harness.processElement1(0L, 0);
      snapshot = harness.snapshot(1, 1);
    }
    copy("demo.shop.cart");
    try (var harness = open(directory.toUri(), snapshot)) {
      harness.processElement1(1L, 0);

      assertThat(harness.extractOutputValues())
          .extracting(ModelAnnouncement::name)
          .containsExactly("demo.shop.cart");
    }
  }

  @Test
  void aModelThatFailsInUseIsReplacedByTheOneBefore() throws Exception {
    copy("demo.shop.orders");
    try (var harness = open(directory.toUri(), null)) {
      harness.processElement1(0L, 0);
      ModelAnnouncement first = harness.extractOutputValues().get(0);
      ModelReport report =
          ModelReports.failure(first.name(), first.version(), first.hash(), "gave NaN", 1);
      harness.processElement2(report, 0);
      harness.processElement2(report, 0);
      harness.processElement1(1L, 0);

      assertThat(harness.extractOutputValues())
          .extracting(ModelAnnouncement::role)
          .as("there is none before it")
          .containsExactly(Role.CHAMPION, Role.RETIRED);
      assertThat(harness.getSideOutput(Outputs.MODEL_STATUS))
          .last()
          .satisfies(
              status ->
                  assertThat(status.getValue().getReason()).isEqualTo("1.0.0 failed: gave NaN"));
    }
  }

  @Test
  void aJobWithoutAStoreHasNothingToWatch() throws Exception {
    try (var harness = open(null, null)) {
      harness.processElement1(0L, 0);

      assertThat(List.copyOf(harness.extractOutputValues())).isEmpty();
    }
  }
}
