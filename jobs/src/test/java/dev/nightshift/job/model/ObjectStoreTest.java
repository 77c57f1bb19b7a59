package dev.nightshift.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.ModelStatus;
import dev.nightshift.job.file.TextFiles;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.job.operator.PolicyWatchFunction;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.learn.PromotionRule.Mode;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelStore;
import dev.nightshift.remedy.PolicyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model store and policies behind S3, through Flink's own file system for it. */
class ObjectStoreTest {

  private static final String NAME = "demo.shop.orders";
  private static final Path SHIPPED = Path.of("../models/store", NAME, "1.0.0/model.onnx");

  private ObjectStoreServer server;
  private FlinkModelFiles files;

  @BeforeEach
  void start() throws Exception {
    server = new ObjectStoreServer();
    Configuration configuration = new Configuration();
    configuration.setString("s3.endpoint", server.url());
    configuration.setString("s3.path.style.access", "true");
    configuration.setString("s3.access-key", "key");
    configuration.setString("s3.secret-key", "secret");
    configuration.setString("presto.s3.ssl.enabled", "false");
    FileSystem.initialize(configuration, null);
    files = new FlinkModelFiles(URI.create("s3://models/store"));
  }

  @AfterEach
  void stop() {
    FileSystem.initialize(new Configuration(), null);
    server.close();
  }

  @Test
  void filesAreListedReadReplacedAndRemoved() throws Exception {
    assertThat(files.list("")).as("nothing was published yet").isEmpty();
    files.writeAtomic("m/1/model.onnx", new byte[] {1, 2, 3});
    files.writeAtomic("m/champion", new byte[] {1});
    files.writeAtomic("m/champion", new byte[] {2});

    assertThat(files.list(""))
        .extracting(file -> file.path() + " " + file.size())
        .containsExactlyInAnyOrder("m/1/model.onnx 3", "m/champion 1");
    assertThat(files.read("m/1/model.onnx")).containsExactly(1, 2, 3);
    assertThat(files.read("m/champion")).containsExactly(2);
    assertThat(files.exists("m/pin")).isFalse();
    files.delete("m/champion");
    files.delete("m/champion");
    assertThat(files.exists("m/champion")).isFalse();
    assertThatThrownBy(() -> files.read("m/champion")).isInstanceOf(IOException.class);
  }

  @Test
  void policiesAreReadAndWatchedThereToo() throws Exception {
    URI location = URI.create("s3://models/store/policy.yaml");
    String first = "version: \"1\"\nactions: {restart: {risk: low, idempotent: true}}\n";
    String second = first.replace("\"1\"", "\"2\"");
    assertThatThrownBy(() -> TextFiles.read(location, PolicyFile.MAX_BYTES))
        .isInstanceOf(IOException.class);
    files.writeAtomic("policy.yaml", first.getBytes(StandardCharsets.UTF_8));
    String text = TextFiles.read(location, PolicyFile.MAX_BYTES);
    assertThat(text).isEqualTo(first);
    assertThat(TextFiles.name(location)).isEqualTo("s3://models/store/policy.yaml");

    try (OneInputStreamOperatorTestHarness<Long, PolicyUpdate> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new PolicyWatchFunction(location, text)))) {
      harness.open();
      harness.processElement(0L, 0);
      files.writeAtomic("policy.yaml", second.getBytes(StandardCharsets.UTF_8));
      harness.processElement(1L, 0);
      harness.processElement(2L, 0);

      assertThat(harness.extractOutputValues())
          .extracting(PolicyUpdate::text)
          .containsExactly(second);
    }
  }

  @Test
  void aModelIsPublishedVerifiedAnnouncedAndPromoted() throws Exception {
    ModelStore store = new ModelStore(files);
    store.publish(NAME, "1.0.0", Files.readAllBytes(SHIPPED), Map.of());
    List<ModelStatus> statuses = new ArrayList<>();
    ModelRoster roster = new ModelRoster(store, PromotionRule.of(Mode.MANUAL), Clock.systemUTC());
    ModelCatalog catalog = new ModelCatalog();
    assertThat(roster.refresh(catalog, statuses::add)).isEmpty();
    store.pointChampion(NAME, "1.0.0");
    assertThat(roster.refresh(catalog, statuses::add))
        .extracting(ModelAnnouncement::id)
        .containsExactly(NAME + "@1.0.0");

    int reads = server.gets.get();
    roster.refresh(catalog, statuses::add);
    assertThat(server.gets.get() - reads).as("the champion file alone is read again").isOne();
  }
}
