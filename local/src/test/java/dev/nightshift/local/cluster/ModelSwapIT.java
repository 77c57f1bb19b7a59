package dev.nightshift.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.FeatureSample;
import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.job.config.JobFile;
import dev.nightshift.local.runtime.Await;
import dev.nightshift.local.shop.ShopKafkaSink;
import dev.nightshift.local.shop.ShopRunner;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.stack.LocalStack;
import dev.nightshift.local.stack.StackLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model is exchanged, and broken ones are offered, while the job runs under load. */
@Tag("slow")
class ModelSwapIT {

  private static final Logger LOG = LoggerFactory.getLogger(ModelSwapIT.class);
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final String MODEL = "demo.shop.orders";
  private static final String ENTITY = "demo.shop/orders";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
  private static final Duration SHOP_HOURS = Duration.ofHours(4);
  private static final double SPEED = 50;
  private static final long STEP_MILLIS = 10_000;
  private static final int SEED = 11;

  @TempDir Path directory;

  /** What a test does while the shop sends telemetry. */
  private interface Night {
    void run(StackLayout layout, Committed topics) throws Exception;
  }

  @Test
  void aNewVersionTakesOverAndBrokenOnesAreRefusedByName() throws Exception {
    whileTheShopRuns(
        "promotion: immediate",
        (layout, topics) -> {
          Path shipped = shipped(layout);
          awaitSamplesOf(layout, "1.0.0");
          publish(layout, "2.0.0", renamed(shipped, "2.0.0", 0));
          ModelStatus promoted = await(topics, "2.0.0", ModelEvent.PROMOTED);
          assertThat(promoted.getRole()).isEqualTo("champion");
          awaitSamplesOf(layout, "2.0.0");

          publish(layout, "3.0.0", new byte[] {1, 2, 3});
          assertThat(await(topics, "3.0.0", ModelEvent.REFUSED).getReason())
              .contains("not_a_graph");
          publish(layout, "4.0.0", renamed(shipped, "4.0.0", 1));
          assertThat(await(topics, "4.0.0", ModelEvent.REFUSED).getReason()).contains("self_test");
          publish(layout, "5.0.0", withoutAFeature(renamed(shipped, "5.0.0", 0)));
          assertThat(await(topics, "5.0.0", ModelEvent.REFUSED).getReason())
              .contains("wrong_shape");
          awaitProgress(layout);
        });
  }

  @Test
  void aChallengerIsScoredBesideTheChampionAndPromotedByTheComparison() throws Exception {
    whileTheShopRuns(
        "promotion: guarded, guard: {windows: 30, probation: 30}",
        (layout, topics) -> {
          Path champion = layout.store().resolve(MODEL + "/champion");
          awaitSamplesOf(layout, "1.0.0");
          publish(layout, "2.0.0", renamed(shipped(layout), "2.0.0", 0));
          assertThat(await(topics, "2.0.0", ModelEvent.LOADED).getRole()).isEqualTo("challenger");
          assertThat(champion).doesNotExist();

          Await.until(
              "the verdict", LIMIT, () -> find(topics, "2.0.0", ModelEvent.PROMOTED).isPresent());
          ModelStatus promoted = find(topics, "2.0.0", ModelEvent.PROMOTED).orElseThrow();
          assertThat(promoted.getReason()).contains(MODEL + "@2.0.0 beside " + MODEL + "@1.0.0");
          Await.until("the champion file", LIMIT, () -> Files.exists(champion));
          assertThat(champion).hasContent("2.0.0");
          Await.until(
              "the end of probation",
              LIMIT,
              () -> find(topics, "1.0.0", ModelEvent.RETIRED).isPresent());
          assertThat(find(topics, "1.0.0", ModelEvent.RETIRED).orElseThrow().getReason())
              .contains("passed probation");
          awaitSamplesOf(layout, "2.0.0");
          awaitProgress(layout);
        });
  }

  private void whileTheShopRuns(String promotion, Night night) throws Exception {
    StackLayout layout = new StackLayout(directory);
    layout.clear();
    layout.copyModels(REPOSITORY.resolve("models/store"));
    try (LocalStack stack =
        LocalStack.start(layout, 0, 0, 0, REPOSITORY.resolve("flink-conf"), 4)) {
      JobFile job = JobFile.load(jobFile(layout, stack.bootstrapServers(), promotion));
      stack.createTopics(job);
      stack.submit(job);
      Committed topics = new Committed(stack.bootstrapServers());
      long start = System.currentTimeMillis() / STEP_MILLIS * STEP_MILLIS - SHOP_HOURS.toMillis();
      ShopSimulation simulation =
          new ShopSimulation(SEED, start, FaultSchedule.quiet(), ShopListener.NONE);
      try (ShopKafkaSink sink = new ShopKafkaSink(stack.bootstrapServers())) {
        ShopRunner runner = new ShopRunner(simulation, SEED, sink, SPEED, SHOP_HOURS);
        Thread shop = new Thread(runner, "shop");
        shop.start();
        try {
          night.run(layout, topics);
        } finally {
          runner.stop();
          shop.join();
        }
      }
      assertThat(topics.read("nightshift.dead-letters", DeadLetter.getDecoder())).isEmpty();
      assertEachStepOnce(samples(layout));
    }
  }

  private static Path shipped(StackLayout layout) {
    return layout.store().resolve(MODEL + "/1.0.0/model.onnx");
  }

  private static void awaitProgress(StackLayout layout) throws Exception {
    long now = newest(layout);
    Await.until("the champion goes on", LIMIT, () -> newest(layout) > now + 20 * STEP_MILLIS);
  }

  /** The manifest asks for one feature less than the graph. */
  private static byte[] withoutAFeature(byte[] model) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ModelProto.Builder builder = ModelProto.parseFrom(model).toBuilder();
    for (StringStringEntryProto.Builder entry : builder.getMetadataPropsBuilderList()) {
      ObjectNode manifest = (ObjectNode) json.readTree(entry.getValue());
      int features = manifest.get("features").size();
      ((ArrayNode) manifest.get("features")).remove(features - 1);
      ArrayNode input = (ArrayNode) manifest.get("selfTest").get("input");
      for (int step = manifest.get("window").asInt(); step > 0; step--) {
        input.remove(step * features - 1);
      }
      entry.setValue(json.writeValueAsString(manifest));
    }
    return builder.build().toByteArray();
  }

  private static void assertEachStepOnce(List<FeatureSample> samples) {
    List<Long> steps = samples.stream().map(FeatureSample::getStepEnd).toList();
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i)).isEqualTo(steps.get(i - 1) + STEP_MILLIS);
    }
    assertThat(samples.stream().map(FeatureSample::getModel).distinct())
        .containsExactly(MODEL + "@1.0.0", MODEL + "@2.0.0");
    assertThat(samples.stream().map(FeatureSample::getModel)).isSorted();
  }

  /** The moment of publishing counts, not that of the last look. */
  private static ModelStatus await(Committed topics, String version, ModelEvent event)
      throws Exception {
    long published = System.nanoTime();
    Await.until(version + " " + event, SEEN_WITHIN, () -> find(topics, version, event).isPresent());
    LOG.info(
        "{} {} after {} ms",
        version,
        event,
        Duration.ofNanos(System.nanoTime() - published).toMillis());
    return find(topics, version, event).orElseThrow();
  }

  private static Optional<ModelStatus> find(Committed topics, String version, ModelEvent event)
      throws IOException {
    return topics.read("nightshift.models", ModelStatus.getDecoder()).stream()
        .filter(status -> status.getModel().equals(MODEL))
        .filter(status -> status.getVersion().equals(version) && status.getEvent() == event)
        .findFirst();
  }

  private static void awaitSamplesOf(StackLayout layout, String version) throws Exception {
    Await.until(
        "samples of " + version,
        LIMIT,
        () ->
            samples(layout).stream()
                .anyMatch(sample -> sample.getModel().equals(MODEL + "@" + version)));
  }

  private static long newest(StackLayout layout) throws IOException {
    return samples(layout).stream().mapToLong(FeatureSample::getStepEnd).max().orElse(0);
  }

  /** The entity's samples in finished files, oldest first. */
  private static List<FeatureSample> samples(StackLayout layout) throws IOException {
    List<FeatureSample> samples = new ArrayList<>();
    Path folder = layout.feedback().resolve("samples");
    if (!Files.isDirectory(folder)) {
      return samples;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().matches("samples.*\\.avro")).toList()) {
        try (DataFileReader<FeatureSample> reader =
            new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(FeatureSample.class))) {
          reader.forEach(samples::add);
        }
      }
    }
    samples.removeIf(sample -> !sample.getEntity().equals(ENTITY));
    samples.sort(Comparator.comparingLong(FeatureSample::getStepEnd));
    return samples;
  }

  private static void publish(StackLayout layout, String version, byte[] content)
      throws IOException {
    Path target = layout.store().resolve(MODEL + "/" + version + "/model.onnx");
    Files.createDirectories(target.getParent());
    Path whole = Files.createTempFile(target.getParent(), ".", "");
    Files.write(whole, content);
    Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The same model under another version; its self-test expects {@code wrong} more than is right.
   */
  private static byte[] renamed(Path model, String version, double wrong) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ModelProto.Builder builder = ModelProto.parseFrom(Files.readAllBytes(model)).toBuilder();
    for (StringStringEntryProto.Builder entry : builder.getMetadataPropsBuilderList()) {
      ObjectNode manifest = (ObjectNode) json.readTree(entry.getValue());
      manifest.put("version", version);
      ObjectNode selfTest = (ObjectNode) manifest.get("selfTest");
      selfTest.put("score", selfTest.get("score").asDouble() + wrong);
      entry.setValue(json.writeValueAsString(manifest));
    }
    return builder.build().toByteArray();
  }

  private static Path jobFile(StackLayout layout, String bootstrapServers, String promotion)
      throws IOException {
    Files.writeString(
        layout.jobFile(),
        """
        name: swap
        kafka:
          bootstrap_servers: %s
        sources:
          - {topic: otlp_metrics, format: otlp_metrics}
          - {topic: otlp_logs, format: otlp_logs}
          - {topic: otlp_spans, format: otlp_spans}
        event_time: {step: 10s, out_of_orderness: 6s, idleness: 30s}
        models: {store: "%s", poll: 1s, %s}
        patterns: ["%s"]
        policies: "%s"
        feedback: {directory: "%s"}
        checkpoints: {interval: 1s}
        parallelism: 2
        """
            .formatted(
                bootstrapServers,
                layout.store().toUri(),
                promotion,
                REPOSITORY.resolve("cep-patterns/patterns"),
                REPOSITORY.resolve("jobs/policies/default.yaml"),
                layout.feedback().toUri()));
    return layout.jobFile();
  }
}
