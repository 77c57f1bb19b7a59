package dev.nightshift.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.models.LoadedModel;
import dev.nightshift.models.LocalModelFiles;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelStore;
import dev.nightshift.models.StoredModel;
import dev.nightshift.training.SyntheticService.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {

  private static final Series NORMAL = SyntheticService.series(2000, 7, Fault.NONE, 0);
  private static TrainingResult trained;

  @BeforeAll
  static void train() throws TrainingException {
    trained = Trainer.train(request("v0001", List.of(NORMAL)));
  }

  @Test
  void leavesTheAbsentFeatureOutAndKeepsTheConstantOne() {
    assertThat(trained.dropped()).containsExactly("cache_hit_ratio");
    assertThat(trained.candidate().manifest().features())
        .extracting(FeatureDefinition::name)
        .contains("restarts", "error_ratio");
  }

  @Test
  void isQuietOnNormalWindows() {
    assertThat(trained.evaluation().normalWindows()).isGreaterThan(300);
    assertThat(trained.evaluation().falseAlarmRate()).isLessThan(0.01);
    assertThat(trained.better()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE"})
  void tellsFaultsFromNormal(Fault fault) throws Exception {
    Series faulty = SyntheticService.series(600, 99, fault, 540);
    var cuts = new IdentityHashMap<Series, Long>();
    cuts.put(faulty, 0L);
    Evaluation evaluation = Evaluation.of(trained.candidate(), List.of(faulty), cuts, 1e-3);
    assertThat(evaluation.anomalousWindows()).isEqualTo(60);
    assertThat(evaluation.separation()).isGreaterThan(0.95);
    assertThat(evaluation.detected()).isGreaterThan(0.85);
    assertThat(evaluation.falseAlarmRate()).isLessThan(0.02);
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws TrainingException {
    TrainingRequest request =
        request("v0001", List.of(SyntheticService.series(500, 3, Fault.NONE, 0)))
            .withOptions(TrainingOptions.defaults().withMaxEpochs(3));
    byte[] once = Trainer.train(request).candidate().content();
    assertThat(Trainer.train(request).candidate().content()).isEqualTo(once);
    TrainingRequest other =
        request.withOptions(TrainingOptions.defaults().withMaxEpochs(3).withSeed(2));
    assertThat(Trainer.train(other).candidate().content()).isNotEqualTo(once);
  }

  /** Training ends with an error if the graph differs from PyTorch by more than 1e-4. */
  @ParameterizedTest
  @EnumSource(NetworkFamily.class)
  void everyFamilyTrainsExportsAndTellsFaults(NetworkFamily family) throws Exception {
    TrainingResult result =
        Trainer.train(
            request("v0001", List.of(SyntheticService.series(900, 3, Fault.NONE, 0)))
                .withOptions(TrainingOptions.defaults().withMaxEpochs(4).withNetwork(family)));
    Series faulty = SyntheticService.series(300, 99, Fault.CPU, 240);
    IdentityHashMap<Series, Long> cuts = new IdentityHashMap<>();
    cuts.put(faulty, 0L);
    assertThat(Evaluation.of(result.candidate(), List.of(faulty), cuts, 1e-3).separation())
        .isGreaterThan(0.95);
    assertThat(result.curve().get(result.curve().size() - 1)[1])
        .isLessThan(result.curve().get(0)[1]);
  }

  @Test
  void oneModelServesEntitiesOfDifferentSizes() throws Exception {
    List<Series> fleet =
        List.of(
            sized(SyntheticService.series(600, 3, Fault.NONE, 0), 1),
            sized(SyntheticService.series(600, 4, Fault.NONE, 0), 8));
    TrainingRequest request =
        request("v0001", fleet).withOptions(TrainingOptions.defaults().withMaxEpochs(4));
    LoadedModel shared =
        Trainer.train(request.withOptions(request.options().withOwnRulers(true))).candidate();
    LoadedModel common = Trainer.train(request).candidate();
    assertThat(shared.manifest().ownRulers()).isTrue();
    assertThat(common.manifest().ownRulers()).isFalse();

    // Neither has seen one of this size. Its own normal past is its ruler.
    Series stranger = sized(SyntheticService.series(600, 99, Fault.CPU, 540), 20);
    IdentityHashMap<Series, Long> cuts = new IdentityHashMap<>();
    cuts.put(stranger, stranger.stepEnds()[299]);
    Evaluation measured = Evaluation.of(shared, List.of(stranger), cuts, 1e-3);
    Evaluation unmeasured = Evaluation.of(common, List.of(stranger), cuts, 1e-3);
    assertThat(measured.separation()).isGreaterThan(0.95);
    assertThat(measured.falseAlarmRate()).isLessThan(0.05);
    assertThat(unmeasured.falseAlarmRate()).isGreaterThan(0.5);
  }

  /** The same service on a machine so many times as large. */
  private static Series sized(Series series, float factor) {
    float[][] values = new float[series.steps()][];
    for (int step = 0; step < values.length; step++) {
      values[step] = series.values()[step].clone();
      values[step][0] *= factor;
      values[step][1] *= factor;
    }
    return new Series(
        series.entity(),
        series.stepMillis(),
        series.features(),
        series.stepEnds(),
        values,
        series.kinds());
  }

  @Test
  void anomalousStepsDoNotTouchTheModel() throws TrainingException {
    Series clean = SyntheticService.series(500, 3, Fault.NONE, 0);
    Series dirty = SyntheticService.series(500, 3, Fault.CPU, 400);
    Series wilder = SyntheticService.series(500, 3, Fault.LATENCY, 400);
    String one = fingerprint(dirty);
    assertThat(fingerprint(wilder)).isEqualTo(one);
    assertThat(fingerprint(clean)).isNotEqualTo(one);
  }

  @Test
  void publishesWhatAJobLoads(@TempDir Path root) throws Exception {
    ModelStore store = new ModelStore(new LocalModelFiles(root));
    Trainer.publish(store, trained);
    StoredModel stored = store.snapshot().models().get(0);
    assertThat(stored.id()).isEqualTo("demo.shop.orders@v0001");
    assertThat(new ModelLoader().load(stored, store.read(stored)).manifest().calibration())
        .isNotNull();
    Path folder = root.resolve("demo.shop.orders/v0001");
    assertThat(Files.readString(folder.resolve("report.md")))
        .contains("To be used", "cache_hit_ratio");
    assertThat(Files.readString(folder.resolve("learning-curve.svg"))).contains("<polyline");
  }

  @Test
  void anEqualModelDoesNotReplaceTheChampionAndABetterOneDoes() throws TrainingException {
    TrainingRequest again = request("v0002", List.of(NORMAL)).withChampion(trained.candidate());
    assertThat(Trainer.train(again).better()).isFalse();

    // The service changed for good: the champion cries all the time.
    Series moved = shifted(NORMAL, 1, 60e6f);
    TrainingResult retrained =
        Trainer.train(request("v0003", List.of(moved)).withChampion(trained.candidate()));
    assertThat(retrained.champion().falseAlarmRate()).isGreaterThan(0.5);
    assertThat(retrained.better()).isTrue();
  }

  @Test
  void holdsOutEnoughOfAShortHistory() throws TrainingException {
    TrainingResult result =
        Trainer.train(
            request("v1", List.of(SyntheticService.series(200, 3, Fault.NONE, 0)))
                .withOptions(TrainingOptions.defaults().withMaxEpochs(2)));
    assertThat(result.evaluation().normalWindows()).isBetween(50, 70);
  }

  @Test
  void refusesToLearnFromTooLittle() {
    assertThatThrownBy(
            () ->
                Trainer.train(
                    request("v1", List.of(SyntheticService.series(60, 1, Fault.NONE, 0)))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("normal windows to train on");
  }

  private static Series shifted(Series series, int feature, float by) {
    List<float[]> values = new ArrayList<>();
    for (float[] row : series.values()) {
      float[] copy = Arrays.copyOf(row, row.length);
      copy[feature] += by;
      values.add(copy);
    }
    return Series.normal(
        series.entity(),
        series.stepMillis(),
        series.features(),
        series.stepEnds(),
        values.toArray(float[][]::new));
  }

  private static String fingerprint(Series series) throws TrainingException {
    return Trainer.train(
            request("v1", List.of(series)).withOptions(TrainingOptions.defaults().withMaxEpochs(3)))
        .candidate()
        .manifest()
        .training()
        .fingerprint();
  }

  private static TrainingRequest request(String version, List<Series> series) {
    return TrainingRequest.of(
        "demo.shop.orders",
        version,
        new EntitySelector("demo.shop", "orders", "*"),
        SyntheticService.FEATURES,
        series);
  }
}
