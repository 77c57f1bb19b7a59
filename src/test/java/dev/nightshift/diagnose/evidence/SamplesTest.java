package dev.nightshift.diagnose.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void keepsTheNewest() {
    Samples samples = new Samples();
    for (int i = 0; i < 25; i++) {
      samples.add(i * 10L, i, 20);
    }

    assertThat(samples.size).isEqualTo(20);
    assertThat(samples.between(Long.MIN_VALUE, Long.MAX_VALUE)).hasSize(20).startsWith(5, 6);
    assertThat(samples.between(100, 120)).containsExactly(10, 11);
    assertThat(samples.step()).isEqualTo(10);
    assertThat(samples.at(30)).isNaN();
  }

  @Test
  void thinsWhatComesTooOften() {
    Samples samples = new Samples();
    for (int i = 0; i < 100; i++) {
      samples.addAtMost(3, 1_000, i * 100L, i, 1_000);
    }

    assertThat(samples.size).isEqualTo(30);
  }
}
