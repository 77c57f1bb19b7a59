package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class OrderedFunctionTest {

  @Test
  void aBacklogGivesTheSameTimesAsALiveStream() throws Exception {
    List<String> live = run(List.of(10L, 12L, 14L, 16L, 18L, 20L, 40L));
    List<String> backlog = run(List.of(40L));

    assertThat(live)
        .containsExactly("event 10", "time 10", "time 15", "event 20", "time 20", "time 25");
    assertThat(backlog).isEqualTo(live);
  }

  private static List<String> run(List<Long> watermarks) throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, Long, String> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new WakesFiveLater()), event -> "all", Types.STRING)) {
      harness.open();
      harness.processElement(20L, 20L);
      harness.processElement(10L, 10L);
      for (long watermark : watermarks) {
        harness.processWatermark(watermark);
      }
      return harness.extractOutputValues();
    }
  }

  private static final class WakesFiveLater extends OrderedFunction<Long, String> {

    private static final long serialVersionUID = 1L;

    WakesFiveLater() {
      super(Types.LONG);
    }

    @Override
    protected long timeOf(Long event) {
      return event;
    }

    @Override
    protected Comparator<Long> tieBreak() {
      return Comparator.naturalOrder();
    }

    @Override
    protected void handle(Long event, long time, Context context, Collector<String> out) {
      out.collect("event " + event);
      wakeAt(time + 5, context);
    }

    @Override
    protected void advance(long time, Context context, Collector<String> out) {
      out.collect("time " + time);
    }
  }
}
