package dev.nightshift.feature.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateMinerTest {

  private final MinerState state = new MinerState();
  private final TemplateMiner miner = new TemplateMiner(1_000, 1, 0.4, 0);

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
    TemplateMiner small = new TemplateMiner(2, 1, 0.4, 0);
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
    TemplateMiner patient = new TemplateMiner(1_000, 1, 0.4, 2);
    assertThat(patient.match(state, "alpha one").isNew()).isFalse();
    assertThat(patient.match(state, "beta two").isNew()).isFalse();
    assertThat(patient.match(state, "gamma three").isNew()).isTrue();
    assertThat(patient.match(state, "alpha one").isNew()).isFalse();
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
        "v2|v2",
        "refused|refused"
      })
  void masks(String token, String masked) {
    assertThat(TokenMask.mask(token)).isEqualTo(masked);
  }
}
