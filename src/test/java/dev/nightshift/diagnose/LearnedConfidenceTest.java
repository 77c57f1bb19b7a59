package dev.nightshift.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nightshift.contract.Candidate;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Stance;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LearnedConfidenceTest {

  private static final String CART = "demo.shop/cart";
  private static final int BINS = 10;
  private static final int SYSTEMS = 5;

  private final LearnedConfidence confidence = new LearnedConfidence();
  private final OutcomeState state = new OutcomeState();
  private long now = 1_000;

  private static List<Candidate> ranked(double... confidences) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < confidences.length; i++) {
      candidates.add(
          new Candidate(
              i == 0 ? CART : "demo.shop/other" + i, "slow_service", confidences[i], List.of()));
    }
    return candidates;
  }

  private String say(List<Candidate> ranked) {
    ProblemState problem = new ProblemState();
    problem.id = "d" + now;
    confidence.said(state, problem, now, ranked);
    return problem.id;
  }

  private FeedbackLabel label(String label, String effect) {
    return FeedbackLabel.newBuilder()
        .setId("l" + now)
        .setEntity(CART)
        .setLabel(label)
        .setEffect(effect)
        .setFrom(now - 10)
        .setTo(now + 10)
        .setAuthor("ada")
        .setAt(now)
        .build();
  }

  private void judge(String label, String effect) {
    FeedbackLabel said = label(label, effect);
    confidence.learn(state, said, Verdict.of(said).orElseThrow());
  }

  private void happens(List<Candidate> ranked, boolean right) {
    say(ranked);
    judge(right ? "right_cause" : "wrong_cause", "");
    now += 1_000;
  }

  private double believed(double confident) {
    return confidence.believed(state, ranked(confident)).get(0).getConfidence();
  }

  @Test
  void withoutVerdictsBeliefIsAsRanked() {
    List<Candidate> ranked = ranked(0.8, 0.1);

    assertThat(confidence.believed(state, ranked)).isEqualTo(ranked);
  }

  @Test
  void oneVerdictMovesBeliefALittleAndManyMoveItFar() {
    happens(ranked(0.9), false);
    double afterOne = believed(0.9);
    for (int i = 0; i < 30; i++) {
      happens(ranked(0.9), i % 2 == 0);
    }

    assertThat(afterOne).isBetween(0.65, 0.89);
    assertThat(believed(0.9)).isBetween(0.45, 0.62);
  }

  @Test
  void itIsToldHowOftenSuchADiagnosisWasRight() {
    for (int i = 0; i < 10; i++) {
      happens(ranked(0.9), i < 6);
    }
    happens(ranked(0.6), true);

    Candidate best = confidence.believed(state, ranked(0.88)).get(0);

    assertThat(best.getEvidence())
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.getKind()).isEqualTo("history");
              assertThat(evidence.getStance()).isEqualTo(Stance.AGAINST);
              assertThat(evidence.getText())
                  .contains("was right 6 of 10 times")
                  .contains("in all 7 of 11");
              double before = Math.log(0.88 / 0.12);
              double after = Math.log(best.getConfidence() / (1 - best.getConfidence()));
              assertThat(evidence.getWeight()).isCloseTo(after - before, within(1e-6));
            });
  }

  @Test
  void verificationCountsAndPeopleHaveTheLastWord() {
    say(ranked(0.9));
    judge("true_positive", "helped");
    assertThat(state.outcomes).singleElement().satisfies(o -> assertThat(o.right).isTrue());

    judge("wrong_cause", "");
    judge("", "helped");

    assertThat(state.outcomes).singleElement().satisfies(o -> assertThat(o.right).isFalse());
  }

  @Test
  void whatIsAboutNothingThatWasSaidTeachesNothing() {
    say(ranked(0.9));
    now += 500;
    judge("right_cause", "");

    assertThat(state.outcomes).isEmpty();
    assertThat(Verdict.of(label("true_positive", ""))).isEmpty();
    assertThat(Verdict.of(label("missed", ""))).isEmpty();
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < 300; i++) {
      happens(ranked(0.9), true);
    }

    assertThat(state.said).hasSize(100);
    assertThat(state.outcomes).hasSize(200);
  }

  /** Any history: the order of candidates stays, and together they are no more than certain. */
  @Property(tries = 60)
  void beliefIsMonotone(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int times) {
    LearnedConfidenceTest one = new LearnedConfidenceTest();
    Random random = new Random(seed);
    for (int i = 0; i < times; i++) {
      one.happens(ranked(random.nextDouble() * 0.98), random.nextBoolean());
    }
    double first = 0.3 + 0.5 * random.nextDouble();
    double second = (1 - first) * random.nextDouble() * Math.min(1, first / (1 - first));

    List<Candidate> both = one.confidence.believed(one.state, ranked(first, second));

    assertThat(both.get(0).getConfidence()).isGreaterThanOrEqualTo(both.get(1).getConfidence());
    assertThat(both.get(0).getConfidence() + both.get(1).getConfidence()).isLessThan(1);
    assertThat(one.believed(first + 0.1)).isGreaterThan(one.believed(first));
  }

  /**
   * A ranker that promises too much by construction comes to promise what it holds. The mean of
   * several systems: two hundred verdicts leave chance to one.
   */
  @Property(tries = 12)
  void anOverconfidentRankerBecomesCalibrated(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 1.5, max = 3) double exaggeration,
      @ForAll @DoubleRange(min = 0.8, max = 2) double excess) {
    Random random = new Random(seed);
    double promised = 0;
    double believed = 0;
    for (int system = 0; system < SYSTEMS; system++) {
      LearnedConfidenceTest one = new LearnedConfidenceTest();
      for (int i = 0; i < 200; i++) {
        double odds = random.nextGaussian() * 0.8;
        one.happens(
            ranked(sigmoid(exaggeration * odds + excess)), random.nextDouble() < sigmoid(odds));
      }
      double[] before = new double[4_000];
      double[] after = new double[before.length];
      boolean[] right = new boolean[before.length];
      for (int i = 0; i < before.length; i++) {
        double odds = random.nextGaussian() * 0.8;
        before[i] = sigmoid(exaggeration * odds + excess);
        after[i] = one.believed(before[i]);
        right[i] = random.nextDouble() < sigmoid(odds);
      }
      promised += error(before, right) / SYSTEMS;
      believed += error(after, right) / SYSTEMS;
    }

    assertThat(promised).isGreaterThan(0.12);
    assertThat(believed).isLessThan(0.7 * promised);
  }

  private static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /** Expected calibration error (Guo et al., ICML 2017). */
  private static double error(double[] confidences, boolean[] right) {
    double[] promised = new double[BINS];
    double[] held = new double[BINS];
    for (int i = 0; i < confidences.length; i++) {
      int bin = Math.min(BINS - 1, (int) (BINS * confidences[i]));
      promised[bin] += confidences[i];
      held[bin] += right[i] ? 1 : 0;
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(promised[bin] - held[bin]) / confidences.length;
    }
    return error;
  }
}
