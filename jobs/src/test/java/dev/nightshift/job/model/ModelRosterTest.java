package dev.nightshift.job.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.learn.ChallengerComparison;
import dev.nightshift.learn.ModelReports;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.learn.PromotionRule.Mode;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelFiles;
import dev.nightshift.models.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRosterTest {

  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(100), ZoneOffset.UTC);

  @TempDir Path directory;
  private ShippedStore store;
  private ModelRoster roster;
  private final ModelCatalog catalog = new ModelCatalog();
  private final List<ModelStatus> statuses = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    store = new ShippedStore(directory);
    roster = roster(new FlinkModelFiles(directory.toUri()), Mode.IMMEDIATE);
  }

  private static ModelRoster roster(ModelFiles files, Mode mode) {
    return new ModelRoster(new ModelStore(files), PromotionRule.of(mode), CLOCK);
  }

  private List<String> refresh() throws IOException {
    statuses.clear();
    return roster.refresh(catalog, statuses::add).stream()
        .map(model -> model.version() + " " + model.role())
        .toList();
  }

  private List<ModelEvent> events() {
    return statuses.stream().map(ModelStatus::getEvent).toList();
  }

  @Test
  void anEmptyOrMissingStoreHasNoModels() throws IOException {
    roster = roster(new FlinkModelFiles(directory.resolve("none").toUri()), Mode.IMMEDIATE);

    assertThat(refresh()).isEmpty();
    assertThat(statuses).isEmpty();
  }

  @Test
  void aModelAppearsWithAllThatTasksNeedAndIsAnnouncedOnce() throws IOException {
    store.drop("1.0.0");

    ModelAnnouncement model = roster.refresh(catalog, statuses::add).get(0);
    assertThat(model.id()).isEqualTo("demo.shop.orders@1.0.0");
    assertThat(model.role()).isEqualTo(Role.CHAMPION);
    assertThat(model.path()).isEqualTo("demo.shop.orders/1.0.0/model.onnx");
    assertThat(model.hash()).hasSize(64);
    assertThat(model.features().selector().service()).isEqualTo("orders");
    assertThat(model.calibration()).isNotNull();
    assertThat(events()).containsExactly(ModelEvent.LOADED);
    assertThat(statuses.get(0).getAt()).isEqualTo(100_000);
    assertThat(refresh()).isEmpty();
  }

  @Test
  void aNewerVersionTakesOverBeforeTheOldOneGoes() throws IOException {
    store.drop("1.0.0");
    refresh();
    store.drop("1.1.0");

    assertThat(refresh()).containsExactly("1.1.0 CHAMPION", "1.0.0 CHALLENGER");
    assertThat(events()).containsExactly(ModelEvent.PROMOTED, ModelEvent.LOADED);
  }

  @Test
  void aBrokenFileIsRefusedByNameAndTheChampionGoesOn() throws IOException {
    store.drop("1.0.0");
    refresh();
    store.write("demo.shop.orders/2.0.0/model.onnx", new byte[] {1, 2, 3});

    assertThat(refresh()).isEmpty();
    assertThat(events()).containsExactly(ModelEvent.REFUSED);
    assertThat(statuses.get(0).getModel()).isEqualTo("demo.shop.orders");
    assertThat(statuses.get(0).getVersion()).isEqualTo("2.0.0");
    assertThat(statuses.get(0).getReason()).isNotEmpty();
    assertThat(refresh()).as("told once").isEmpty();
    assertThat(statuses).isEmpty();
  }

  @Test
  void aModelUnderAnothersNameIsRefused() throws IOException {
    store.drop("1.0.0");
    store.write(
        "impostor/1.0.0/model.onnx",
        new FlinkModelFiles(directory.toUri()).read("demo.shop.orders/1.0.0/model.onnx"));

    assertThat(refresh()).containsExactly("1.0.0 CHAMPION");
    assertThat(statuses)
        .filteredOn(status -> status.getEvent() == ModelEvent.REFUSED)
        .extracting(ModelStatus::getModel)
        .containsExactly("impostor");
  }

  @Test
  void theChampionFileGoesBackAndForth() throws IOException {
    store.drop("1.0.0");
    store.drop("1.1.0");
    assertThat(refresh()).containsExactly("1.1.0 CHAMPION");

    store.champion("1.0.0");
    assertThat(refresh()).containsExactly("1.0.0 CHAMPION", "1.1.0 RETIRED");
    assertThat(events()).contains(ModelEvent.ROLLED_BACK);

    store.champion("1.1.0");
    assertThat(refresh()).containsExactly("1.1.0 CHAMPION", "1.0.0 RETIRED");
  }

  @Test
  void aChampionWhoseFileIsReplacedIsAnnouncedWithItsNewHash() throws IOException {
    store.drop("1.0.0");
    String before = roster.refresh(catalog, statuses::add).get(0).hash();
    store.rewrite("1.0.0");

    ModelAnnouncement again = roster.refresh(catalog, statuses::add).get(0);

    assertThat(again.role()).isEqualTo(Role.CHAMPION);
    assertThat(again.hash()).isNotEqualTo(before);
    assertThat(refresh()).isEmpty();
  }

  @Test
  void aGuardedNewcomerIsAChallenger() throws IOException {
    roster = roster(new FlinkModelFiles(directory.toUri()), Mode.GUARDED);
    store.drop("1.0.0");
    refresh();
    store.drop("1.1.0");

    assertThat(refresh()).containsExactly("1.1.0 CHALLENGER");
  }

  @Test
  void aVerdictIsAnnouncedAndWrittenToTheStore() throws IOException {
    roster = roster(new FlinkModelFiles(directory.toUri()), Mode.GUARDED);
    store.drop("1.0.0");
    refresh();
    store.drop("1.1.0");
    refresh();

    assertThat(hear(comparison("1.0.0", "1.1.0", 500)))
        .containsExactly("1.1.0 CHAMPION", "1.0.0 CHALLENGER");
    roster.writeChampions(catalog);
    assertThat(store.root.resolve("demo.shop.orders/champion")).hasContent("1.1.0");
    assertThat(statuses.get(0).getReason()).contains("500 windows");
    assertThat(refresh()).as("what the job wrote is no order").isEmpty();

    assertThat(hear(comparison("1.1.0", "1.0.0", 500))).containsExactly("1.0.0 RETIRED");
  }

  @Test
  void afterARestartAVerdictFindsItsModels() throws IOException {
    roster = roster(new FlinkModelFiles(directory.toUri()), Mode.GUARDED);
    store.drop("1.0.0");
    refresh();
    store.drop("1.1.0");
    refresh();
    roster = roster(new FlinkModelFiles(directory.toUri()), Mode.GUARDED);

    assertThat(hear(comparison("1.0.0", "1.1.0", 500)))
        .containsExactly("1.1.0 CHAMPION", "1.0.0 CHALLENGER");
  }

  @Test
  void aReportThatTheStoreCannotServeIsAsIfItHadNotBeenTold() throws IOException {
    Flaky files = new Flaky(new FlinkModelFiles(directory.toUri()));
    roster = roster(files, Mode.GUARDED);
    files.readsLeft = Integer.MAX_VALUE;
    store.drop("1.0.0");
    refresh();
    store.drop("1.1.0");
    refresh();
    files.readsLeft = 0;

    assertThatThrownBy(() -> hear(comparison("1.0.0", "1.1.0", 500)))
        .isInstanceOf(IOException.class);
    files.readsLeft = Integer.MAX_VALUE;
    assertThat(hear(comparison("1.0.0", "1.1.0", 500)))
        .containsExactly("1.1.0 CHAMPION", "1.0.0 CHALLENGER");
  }

  private static ModelReport comparison(String champion, String challenger, int windows) {
    ChallengerComparison comparison =
        new ChallengerComparison(
            ShippedStore.NAME + "@" + champion, ShippedStore.NAME + "@" + challenger);
    for (int i = 0; i < windows; i++) {
      comparison.addWindow(0.5, 0.5);
    }
    return ModelReports.of(ShippedStore.NAME, comparison, 1);
  }

  private List<String> hear(ModelReport report) throws IOException {
    statuses.clear();
    return roster.hear(catalog, report, statuses::add).stream()
        .map(model -> model.version() + " " + model.role())
        .toList();
  }

  @Test
  void manualModeWaitsForTheChampionFile() throws IOException {
    roster = roster(new FlinkModelFiles(directory.toUri()), Mode.MANUAL);
    store.drop("1.0.0");
    assertThat(refresh()).isEmpty();

    store.champion("1.0.0");
    assertThat(refresh()).containsExactly("1.0.0 CHAMPION");
  }

  @Test
  void aStoreThatFailsHalfWayIsTakenUpWholeTheNextTime() throws IOException {
    store.drop("1.0.0");
    Flaky files = new Flaky(new FlinkModelFiles(directory.toUri()));
    roster = roster(files, Mode.IMMEDIATE);
    files.readsLeft = 1; // the hash can be made, the model cannot be verified

    assertThatThrownBy(this::refresh).isInstanceOf(IOException.class);
    assertThat(catalog.lines).isEmpty();
    files.readsLeft = 1; // the hash is known now: verified, and cannot be announced
    assertThatThrownBy(this::refresh).isInstanceOf(IOException.class);
    files.readsLeft = Integer.MAX_VALUE;

    assertThat(refresh()).containsExactly("1.0.0 CHAMPION");
  }

  /** Files of which only so many can be read. */
  private static final class Flaky implements ModelFiles {
    private final ModelFiles files;
    private int readsLeft;

    Flaky(ModelFiles files) {
      this.files = files;
    }

    @Override
    public List<FileInfo> list(String prefix) throws IOException {
      return files.list(prefix);
    }

    @Override
    public byte[] read(String path) throws IOException {
      if (readsLeft-- <= 0) {
        throw new IOException("the store went away");
      }
      return files.read(path);
    }

    @Override
    public void writeAtomic(String path, byte[] content) throws IOException {
      files.writeAtomic(path, content);
    }

    @Override
    public boolean exists(String path) throws IOException {
      return files.exists(path);
    }

    @Override
    public void delete(String path) throws IOException {
      files.delete(path);
    }
  }
}
