package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderedFunctionTest {

  /** Events are {@code time:name}; says what is called, and asks to be woken as told. */
  private static final class Diary extends OrderedFunction<String, String> {
    private static final long serialVersionUID = 1L;

    Diary() {
      super(Types.STRING);
    }

    @Override
    protected long timeOf(String event) {
      return Long.parseLong(event.split(":")[0]);
    }

    @Override
    protected Comparator<String> tieBreak() {
      return Comparator.naturalOrder();
    }

    @Override
    protected boolean isTimeless(String event) {
      return event.startsWith("now");
    }

    @Override
    protected void onWallTime(Context context, Collector<String> out) {
      out.collect("wall");
    }

    @Override
    protected void handle(String event, long time, Context context, Collector<String> out) {
      out.collect(event + "@" + time);
      if (event.endsWith("wake")) {
        wakeAt(time + 30, context);
        wakeAtWall(5_000, context);
      }
      if (event.endsWith("never")) {
        wakeAt(Long.MAX_VALUE, context);
        wakeAtWall(Long.MAX_VALUE, context);
      }
    }

    @Override
    protected void advance(long time, Context context, Collector<String> out) {
      out.collect("advance@" + time);
    }
  }

  private KeyedOneInputStreamOperatorTestHarness<String, String, String> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new Diary(), event -> "key", Types.STRING);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private List<String> said() {
    List<String> said = List.copyOf(harness.extractOutputValues());
    harness.getOutput().clear();
    return said;
  }

  @Test
  void waitsForTheWatermarkAndKeepsEventTimeOrder() throws Exception {
    harness.processElement("20:b", 20);
    harness.processElement("10:a", 10);
    harness.processWatermark(9);
    assertThat(said()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).as("one map of this key").isEqualTo(1);

    harness.processWatermark(20);

    assertThat(said()).containsExactly("10:a@10", "advance@10", "20:b@20", "advance@20");
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void breaksTiesAlikeWhateverTheOrderOfArrival() throws Exception {
    harness.processElement("10:z", 10);
    harness.processElement("10:a", 10);
    harness.processElement("10:m", 10);

    harness.processWatermark(10);

    assertThat(said()).containsExactly("10:a@10", "10:m@10", "10:z@10", "advance@10");
  }

  @Test
  void handlesLateEventsNextInsteadOfLosingThem() throws Exception {
    harness.processWatermark(100);
    harness.processElement("50:late", 50);
    assertThat(said()).isEmpty();

    harness.processWatermark(101);

    assertThat(said()).containsExactly("50:late@101", "advance@101");
  }

  @Test
  void handlesTimelessEventsAtOnce() throws Exception {
    harness.processWatermark(100);
    harness.processElement("20000:later", 20_000);

    harness.processElement("now", 0);

    assertThat(said()).containsExactly("now@100");
  }

  @Test
  void wakesByBothClocksAndNeverForMaxValue() throws Exception {
    harness.setProcessingTime(0);
    harness.processElement("10:wake", 10);
    harness.processElement("11:never", 11);
    harness.processWatermark(11);
    said();
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);

    harness.setProcessingTime(5_000);
    assertThat(said()).containsExactly("wall");
    harness.processWatermark(40);

    assertThat(said()).containsExactly("advance@40");
    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void aWatermarkThatJumpsWakesAtTheSameTimesAndInOrder() throws Exception {
    harness.processElement("10:wake", 10);
    harness.processElement("100:b", 100);

    harness.processWatermark(1_000);

    assertThat(said())
        .containsExactly("10:wake@10", "advance@10", "advance@40", "100:b@100", "advance@100");
  }

  @Test
  void whatWaitsSurvivesARestart() throws Exception {
    harness.processElement("10:a", 10);
    var snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = Restored.of(new Diary(), event -> "key", snapshot);

    harness.processWatermark(10);

    assertThat(said()).containsExactly("10:a@10", "advance@10");
  }
}
