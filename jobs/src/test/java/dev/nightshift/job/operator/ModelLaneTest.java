package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.detect.ScoringException;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelLaneTest {

  private ModelLane lane;

  @BeforeEach
  void open() throws IOException {
    ModelAnnouncement model = Examples.model("1", Role.CHAMPION);
    lane = ModelLane.of(model, new FakeScorers().open(model, 4), 4);
  }

  /** A clock on which a batch takes so long. */
  private static LongSupplier batchTaking(long nanos) {
    long[] reads = {0};
    return () -> reads[0]++ % 2 == 0 ? 0 : nanos;
  }

  private void score(long nanos) throws ScoringException {
    lane.batch().add(Examples.window("m@1", 1, 0, 10), 1);
    lane.score(batchTaking(nanos));
    lane.batch().clear();
  }

  @Test
  void aModelThatIsSlowForLongFails() throws ScoringException {
    for (int batch = 1; batch < ModelLane.SLOW_BATCHES; batch++) {
      score(ModelLane.BATCH_LIMIT_NANOS + 1);
    }
    assertThatThrownBy(() -> score(ModelLane.BATCH_LIMIT_NANOS + 1))
        .isInstanceOf(ScoringException.class)
        .hasMessageContaining("too_slow");
  }

  @Test
  void aSlowMachineIsForgiven() throws ScoringException {
    for (int batch = 1; batch <= 3 * ModelLane.SLOW_BATCHES; batch++) {
      score(batch % ModelLane.SLOW_BATCHES == 0 ? 1 : ModelLane.BATCH_LIMIT_NANOS + 1);
    }
    assertThat(lane.isWaiting()).isFalse();
  }
}
