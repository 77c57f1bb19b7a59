package dev.nightshift.job.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SignalTimesTest {

  private static final double RECORDS_PER_SECOND = 2;
  private static final Duration IDLENESS = Duration.ofMillis(100);

  /** Each pause of the timed stream is longer than its idleness. */
  @Test
  @Timeout(90)
  void timersFireAfterTheOnlyTimedStreamWasIdle() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    env.getConfig().setAutoWatermarkInterval(20);
    DataStream<Long> timed =
        env.fromSource(
            numbers(RECORDS_PER_SECOND),
            WatermarkStrategy.<Long>forMonotonousTimestamps()
                .withTimestampAssigner((number, before) -> number * 1_000)
                .withIdleness(IDLENESS),
            "timed");
    DataStream<Long> timeless = env.fromSource(numbers(20), SignalTimes.timeless(), "timeless");

    DataStream<Long> fired =
        timed
            .keyBy(number -> "all")
            .connect(timeless.keyBy(number -> "all"))
            .process(new TimerPerRecord());

    assertThat(fired.executeAndCollect(3)).isEqualTo(List.of(0L, 1_000L, 2_000L));
  }

  private static DataGeneratorSource<Long> numbers(double perSecond) {
    return new DataGeneratorSource<>(
        number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(perSecond), Types.LONG);
  }

  /** Emits the times of the timers that fired. */
  private static final class TimerPerRecord
      extends KeyedCoProcessFunction<String, Long, Long, Long> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processElement1(Long number, Context context, Collector<Long> out) {
      context.timerService().registerEventTimeTimer(context.timestamp());
    }

    @Override
    public void processElement2(Long number, Context context, Collector<Long> out) {
      // It is there, and that must not matter.
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Long> out) {
      out.collect(time);
    }
  }
}
