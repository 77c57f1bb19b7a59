package dev.nightshift.feature.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sessions that open, write blocks and close; how often they are read is anybody's guess. */
class SessionModelTest {

  private final SessionProfile profile = new SessionProfile();
  private final Random random = new Random(7);

  private static SessionCounts session(Map<String, Integer> counts, String... troubled) {
    SessionCounts session = new SessionCounts();
    counts.forEach(
        (template, count) -> {
          for (int i = 0; i < count; i++) {
            session.add(template, List.of(troubled).contains(template));
          }
        });
    return session;
  }

  private SessionModel learned() {
    for (int i = 0; i < 1_000; i++) {
      profile.learn(session(Map.of("open", 1, "write", 3, "close", 1, "read", random.nextInt(6))));
    }
    for (int i = 0; i < 5; i++) {
      profile.learn(session(Map.of("open", 1, "write", 4, "copy", 2, "close", 1)));
      profile.learn(session(Map.of("open", 1, "write", 3, "close", 1, "refused", 1), "refused"));
    }
    return SessionModel.of(profile, SessionModel.AMONG_NORMAL);
  }

  @Test
  void whatIsReadOftenIsAsNormalAsWhatIsNot() {
    SessionModel model = learned();
    assertThat(model.free()).containsExactly("read");
    assertThat(model.judge(session(Map.of("open", 1, "write", 3, "close", 1, "read", 40))))
        .isEmpty();
  }

  @Test
  void missingAndSurplusStepsAreAbnormal() {
    SessionModel model = learned();
    assertThat(model.judge(session(Map.of("open", 1, "write", 3)))).isPresent();
    assertThat(model.judge(session(Map.of("open", 1, "write", 2, "close", 1)))).isPresent();
    assertThat(model.judge(session(Map.of("open", 2, "write", 3, "close", 1))).orElseThrow())
        .contains("no session had these counts: close=1 open=2 write=3");
  }

  @Test
  void loopMayRunMoreOften() {
    SessionModel model = learned();
    assertThat(model.judge(session(Map.of("open", 1, "write", 6, "copy", 6, "close", 1))))
        .isEmpty();
    assertThat(model.judge(session(Map.of("open", 1, "write", 6, "copy", 5, "close", 1))))
        .isPresent();
  }

  @Test
  void neverSeenTemplateAndRareErrorAreAbnormal() {
    SessionModel model = learned();
    Map<String, Integer> usual = Map.of("open", 1, "write", 3, "close", 1, "explode", 1);
    assertThat(model.judge(session(usual)).orElseThrow()).contains("explode was never seen");
    assertThat(
            model
                .judge(session(Map.of("open", 1, "write", 3, "close", 1, "refused", 1), "refused"))
                .orElseThrow())
        .contains("refused is a rare warning or error");
  }

  @Test
  void whatHappensToAPartOfTheSessionsIsAbnormalIfAllWereLearnedFrom() {
    learned();
    SessionModel model = SessionModel.of(profile, SessionModel.AMONG_ALL);
    assertThat(model.judge(session(Map.of("open", 1, "write", 4, "copy", 2, "close", 1))))
        .isPresent();
    assertThat(model.judge(session(Map.of("open", 1, "write", 3, "close", 1)))).isEmpty();
  }

  @Test
  void floodOfTemplatesAndShapesIsBounded() {
    learned();
    SessionCounts huge = new SessionCounts();
    for (int i = 0; i < 10_000; i++) {
      huge.add("t" + i, true);
    }
    assertThat(huge.counts).hasSize(SessionCounts.MAX_TEMPLATES);
    assertThat(huge.dropped).isEqualTo(10_000 - SessionCounts.MAX_TEMPLATES);
    for (int i = 0; i < 3 * SessionProfile.MAX_SHAPES; i++) {
      profile.learn(session(Map.of("flood-" + i, 1), "flood-" + i));
      assertThat(profile.shapes.size()).isLessThanOrEqualTo(SessionProfile.MAX_SHAPES);
      assertThat(profile.troubled.size()).isLessThanOrEqualTo(SessionProfile.MAX_SHAPES);
    }
    assertThat(profile.shapes).containsKey("close=1 copy=2 open=1 write=4 ");
  }
}
