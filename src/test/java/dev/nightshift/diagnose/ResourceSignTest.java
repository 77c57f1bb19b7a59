package dev.nightshift.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceSignTest {

  private static final Offset<Double> EXACT = Offset.offset(1e-6);

  @ParameterizedTest
  @CsvSource({
    // Unusual, and harmless.
    "db_latency, 0.022, 0.021, 0",
    "cpu, 0.43, 0.32, 0",
    "memory, 4.7e8, 4.4e8, 0",
    "cache_hit_ratio, 0.93, 0.95, 0",
    // In between.
    "db_latency, 1.9, 1, 0.5",
    "cpu, 0.725, 0.3, 0.5",
    "cache_hit_ratio, 0.825, 0.95, 0.5",
    // Beyond doubt.
    "db_latency, 0.2, 0.02, 1",
    "cpu, 0.995, 0.47, 1",
    "memory, 6e8, 4.4e8, 1",
    "cache_hit_ratio, 0.3, 0.95, 1",
    "restarts, 1, 0, 1",
    // The harmless direction, and a busy processor that always is.
    "memory, 1e8, 4e8, 0",
    "cache_hit_ratio, 0.99, 0.9, 0",
    "cpu, 0.95, 0.94, 0",
  })
  void effectIsTheSizeOfTheHarm(String feature, double value, double usual, double effect) {
    assertThat(ResourceSign.of(feature).effect(value, usual)).isEqualTo(effect, EXACT);
  }

  @Test
  void unknownUsualValuesSayLessAndMissingOnesNothing() {
    for (ResourceSign sign : ResourceSign.values()) {
      assertThat(sign.effect(Double.NaN, 1)).as(sign.name()).isZero();
      assertThat(sign.effect(Double.NaN, Double.NaN)).as(sign.name()).isZero();
    }
    assertThat(ResourceSign.MEMORY.effect(6e8, Double.NaN)).isBetween(0.5, 0.9);
    assertThat(ResourceSign.RESTARTS.effect(1, Double.NaN)).isOne();
    assertThat(ResourceSign.of("request_rate")).isNull();
  }
}
