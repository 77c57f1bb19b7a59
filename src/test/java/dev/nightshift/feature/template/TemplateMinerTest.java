package dev.nightshift.feature.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateMinerTest {

  private final MinerState state = new MinerState();
  private final TemplateMiner miner = new TemplateMiner(1_000, 0);

  @Test
  void recordsThatDifferInNumbersShareATemplate() {
    TemplateMatch first =
        miner.match(state, "Received block blk_1 of size 67108864 from 10.250.19.102:54106");
    TemplateMatch second =
        miner.match(state, "Received block blk_2 of size 512 from 10.0.0.1:50010");
    assertThat(first.isNew()).isTrue();
    assertThat(second.isNew()).isFalse();
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.template()).isEqualTo("Received block <*> of size <*> from <*>");
  }

  @Test
  void otherWordsAreAnotherTemplate() {
    String one = miner.match(state, "connection to database refused by peer").id();
    TemplateMatch other = miner.match(state, "cache warmed up in some seconds");
    assertThat(other.isNew()).isTrue();
    assertThat(other.id()).isNotEqualTo(one);
  }

  @Test
  void idsAreTheSameInEveryState() {
    assertThat(miner.match(new MinerState(), "user 17 logged in").id())
        .isEqualTo(miner.match(state, "user 4 logged in").id());
  }

  @Test
  void theLeastRecentlyUsedTemplateIsForgotten() {
    TemplateMiner small = new TemplateMiner(2, 0);
    small.match(state, "alpha one");
    small.match(state, "beta two");
    small.match(state, "alpha one");
    small.match(state, "gamma three");
    assertThat(state.size).isEqualTo(2);
    assertThat(small.match(state, "alpha one").isNew()).isFalse();
    assertThat(small.match(state, "beta two").isNew()).isTrue();
  }

  @Test
  void theFirstRecordsTeachAndNothingIsNewAmongThem() {
    TemplateMiner patient = new TemplateMiner(1_000, 2);
    assertThat(patient.match(state, "alpha one").isNew()).isFalse();
    assertThat(patient.match(state, "beta two").isNew()).isFalse();
    assertThat(patient.match(state, "gamma three").isNew()).isTrue();
    assertThat(patient.match(state, "alpha one").isNew()).isFalse();
  }

  @Test
  void fewWordsInAPlaceAreSayingSomething() {
    String up = miner.match(state, "link eth is up now").id();
    String down = miner.match(state, "link eth is down now").id();
    assertThat(down).isNotEqualTo(up);
    assertThat(miner.match(state, "link eth is up now").id()).isEqualTo(up);
  }

  @Test
  void manyWordsInAPlaceVary() {
    String first = miner.match(state, "login of anna failed").id();
    for (String name : List.of("bert", "carl", "dora")) {
      assertThat(miner.match(state, "login of " + name + " failed").isNew()).isTrue();
    }
    TemplateMatch fifth = miner.match(state, "login of emil failed");
    assertThat(fifth).isEqualTo(new TemplateMatch(first, "login of <*> failed", false));
    assertThat(miner.match(state, "login of anybody failed")).isEqualTo(fifth);
    assertThat(state.size).isEqualTo(1);
    LogTemplate template = state.leaves.get("4 login").templates.get(0);
    assertThat(template.absorbed).hasSize(4);
    assertThat(template.count).isEqualTo(6);
  }

  @Test
  void aWordJoinsTheNumbersInItsPlace() {
    String word = miner.match(state, "connected rhost=somewhere as guest").id();
    TemplateMatch number = miner.match(state, "connected rhost=10.0.0.1 as guest");
    assertThat(number.isNew()).isFalse();
    assertThat(number.id()).isEqualTo(word);
    assertThat(number.template()).isEqualTo("connected rhost=<*> as guest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "closed, 1165 bytes (1.13 KB) sent|closed, <*> sent",
        "closed, 12 bytes sent|closed, <*> sent",
        "at Mon Jul 28 done|at <*> done",
        "invalid user webmaster from host|invalid user <*> from host",
        "took 3 seconds|took <*>"
      })
  void aVariableTakesItsUnitAndItsNeighboursAlong(String body, String template) {
    assertThat(miner.match(state, body).template()).isEqualTo(template);
  }

  /** Whatever comes: no exception, and never more templates than allowed. */
  @Test
  void stateIsBoundedUnderAFlood() {
    TemplateMiner small = new TemplateMiner(50, 0);
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder body = new StringBuilder();
      for (int word = random.nextInt(12); word >= 0; word--) {
        for (int c = random.nextInt(8); c >= 0; c--) {
          body.append((char) (32 + random.nextInt(95)));
        }
        body.append(' ');
      }
      small.match(state, body.toString());
      assertThat(state.size).isLessThanOrEqualTo(50);
    }
    int kept = state.leaves.values().stream().mapToInt(leaf -> leaf.templates.size()).sum();
    assertThat(state.size).isEqualTo(kept);
  }

  @Test
  void emptyBodiesAreATemplateToo() {
    assertThat(miner.match(state, "").isNew()).isTrue();
    assertThat(miner.match(state, "  ").isNew()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17|<*>",
        "-3.5ms|<*>",
        "(42)|(<*>)",
        "10.0.0.1:8080|<*>",
        "2023-01-29|<*>",
        "f3d4d4ef-693b-4456-8eed-59c0d717dd08|<*>",
        "0xdeadbeef|<*>",
        "/var/log/app.log|<*>",
        "id=77,|id=<*>,",
        "user:|user:",
        "deadline|deadline",
        "v2|<*>",
        "deadbeef|<*>",
        "ns.example-host.com|<*>",
        "java.io.EOFException|java.io.EOFException",
        "android.intent.action|android.intent.action",
        "chdir(/tmp)|chdir(<*>)",
        "read(fd)|read(fd)",
        "()|(<*>)",
        "https://a/b|<*>",
        "user=root|user=root",
        "refused|refused"
      })
  void masks(String token, String masked) {
    assertThat(TokenMask.mask(token)).isEqualTo(masked);
  }
}
