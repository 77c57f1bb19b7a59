package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.job.model.FlinkModelFiles;
import dev.nightshift.job.model.InferenceServer;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelRoster;
import dev.nightshift.job.model.StoreServedModels;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.learn.PromotionRule.Mode;
import dev.nightshift.models.ManifestJson;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelStore;
import dev.nightshift.telemetry.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is served elsewhere, from the file in the store to its scores and its fallback. */
class ServedScoreFunctionTest {

  private static final String NAME = "demo.shop.orders";
  private static final Path SHIPPED = Path.of("../models/store", NAME, "1.0.0/model.onnx");

  @TempDir private Path store;
  private ModelManifest local;
  private InferenceServer server;
  private final List<ModelStatus> statuses = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    local = new ModelLoader().load("", Files.readAllBytes(SHIPPED), "").manifest();
    server = new InferenceServer(local.selfTest().score());
    Path file = store.resolve(NAME + "/1.0.0/model.onnx");
    Files.createDirectories(file.getParent());
    Files.copy(SHIPPED, file);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void dropServed(String fallback) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode file = json.createObjectNode();
    ObjectNode manifest = (ObjectNode) json.readTree(ManifestJson.write(local));
    file.set("manifest", manifest.put("version", "2.0.0"));
    file.putObject("endpoint")
        .put("protocol", "open_inference_v2")
        .put("url", server.url())
        .put("model", "orders")
        .put("attempts", 2)
        .put("fallback", fallback);
    Path target = store.resolve(NAME + "/2.0.0/remote.json");
    Files.createDirectories(target.getParent());
    Files.writeString(target, file.toString());
  }

  private List<ModelAnnouncement> announced() throws IOException {
    return new ModelRoster(
            new ModelStore(new FlinkModelFiles(store.toUri())),
            PromotionRule.of(Mode.IMMEDIATE),
            Clock.systemUTC())
        .refresh(new ModelCatalog(), statuses::add);
  }

  private ServedBatch batch(ModelAnnouncement model, int windows) {
    List<FeatureWindow> batch = new ArrayList<>();
    for (int i = 1; i <= windows; i++) {
      batch.add(
          new FeatureWindow(
              Entity.service("demo.shop", "orders"),
              model.id(),
              i * 10_000L,
              local.window(),
              local.selfTest().input(),
              null));
    }
    return new ServedBatch(model, batch, false);
  }

  private List<ServedResult> ask(ServedBatch... batches) throws Exception {
    var function = new ServedScoreFunction(new StoreServedModels(store.toUri()), 128);
    try (var harness =
        new OneInputStreamOperatorTestHarness<>(
            new AsyncWaitOperatorFactory<>(function, 60_000, 8, OutputMode.ORDERED),
            TypeInformation.of(ServedBatch.class).createSerializer(new SerializerConfigImpl()))) {
      harness.open();
      for (ServedBatch batch : batches) {
        harness.processElement(batch, 1);
      }
      harness.endInput();
      return harness.extractOutputValues();
    }
  }

  @Test
  void aServedModelIsVerifiedByItsServerAnnouncedAndAsked() throws Exception {
    dropServed(null);
    ModelAnnouncement model = announced().get(0);
    assertThat(model.id()).isEqualTo(NAME + "@2.0.0");
    assertThat(model.isRemote()).isTrue();
    assertThat(model.features()).isNotNull();

    List<ServedResult> results = ask(batch(model, 3), batch(model, 2));

    assertThat(results).hasSize(5);
    assertThat(results)
        .extracting(result -> result.score().stepEnd())
        .containsExactly(10_000L, 20_000L, 30_000L, 10_000L, 20_000L);
    assertThat(results.get(0).score().score()).isEqualTo(local.selfTest().score());
    assertThat(results.get(0).score().model()).isEqualTo(model.id());
    assertThat(results.get(0).score().champion()).isTrue();
    int last = local.features().size() - 1;
    assertThat(results.get(0).score().topFeatures()[0])
        .isEqualTo(local.features().get(last).name());
  }

  @Test
  void theLocalModelStandsInForAServerThatIsDown() throws Exception {
    dropServed("1.0.0");
    ModelAnnouncement model = announced().get(0);
    server.goDown();
    int before = server.asked();

    List<ServedResult> results = ask(batch(model, 3));

    assertThat(server.asked() - before).as("it was tried twice").isEqualTo(2);
    assertThat(results).hasSize(3);
    assertThat(results.get(0).score().model()).isEqualTo(NAME + "@1.0.0");
    assertThat(results.get(0).score().score())
        .isCloseTo(local.selfTest().score(), org.assertj.core.data.Percentage.withPercentage(0.1));
    assertThat(results.get(0).score().calibration()).isEqualTo(local.calibration());
  }

  @Test
  void withoutAFallbackTheWindowsGoToTheStreamingDetectorWithTheirNames() throws Exception {
    dropServed(null);
    ModelAnnouncement model = announced().get(0);
    server.goDown();

    List<ServedResult> results = ask(batch(model, 2));

    assertThat(results).hasSize(2).allSatisfy(result -> assertThat(result.score()).isNull());
    assertThat(results.get(1).unscored().featureNames()).hasSize(local.features().size());
  }

  @Test
  void aServerThatGivesAnotherScoreThanTheSelfTestIsRefusedByName() throws Exception {
    server.close();
    server = new InferenceServer(local.selfTest().score() + 1);
    dropServed(null);

    assertThat(announced()).extracting(ModelAnnouncement::version).containsExactly("1.0.0");
    assertThat(statuses)
        .filteredOn(status -> status.getEvent() == ModelEvent.REFUSED)
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getVersion()).isEqualTo("2.0.0");
              assertThat(status.getReason()).contains("self_test");
            });
  }

  @Test
  void aFileThatSaysNonsenseIsRefusedByName() throws Exception {
    dropServed(null);
    Path file = store.resolve(NAME + "/2.0.0/remote.json");
    Files.writeString(file, Files.readString(file).replace("open_inference_v2", "telepathy"));

    assertThat(announced()).extracting(ModelAnnouncement::version).containsExactly("1.0.0");
    assertThat(statuses)
        .filteredOn(status -> status.getEvent() == ModelEvent.REFUSED)
        .singleElement()
        .satisfies(
            status ->
                assertThat(status.getReason())
                    .contains("bad_manifest", "telepathy", "expected one of", "vertex_ai"));
  }
}
