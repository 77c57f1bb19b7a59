package dev.nightshift.job.operator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Hands events to its subclass in event-time order, ties broken by {@link #tieBreak}: what comes
 * from several upstream tasks is processed in the same order whatever the parallelism.
 *
 * <p>An event waits until the watermark passes its time. One that is already behind the watermark
 * (only change events can be: everything else is made by timers) is counted and handled as if it
 * happened now; it is not lost.
 */
public abstract class OrderedFunction<IN, OUT> extends KeyedProcessFunction<String, IN, OUT> {

  private static final long serialVersionUID = 1L;

  private final TypeInformation<IN> type;
  private transient MapState<Long, List<IN>> waiting;
  private transient Counter late;

  /** Event time of what is being handled: behind the watermark when a backlog is worked off. */
  private transient long now;

  protected OrderedFunction(TypeInformation<IN> type) {
    this.type = type;
  }

  /** Event time of an event, milliseconds since the epoch. */
  protected abstract long timeOf(IN event);

  /** A total order among events of the same time. */
  protected abstract Comparator<IN> tieBreak();

  /** Whether an event has no part in event time and is handled at once. */
  protected boolean isTimeless(IN event) {
    return false;
  }

  /** Called when wall-clock time reaches what {@link #wakeAtWall} asked for. */
  protected void onWallTime(Context context, Collector<OUT> out) throws Exception {}

  /** Handles one event; events come in order. */
  protected abstract void handle(IN event, long time, Context context, Collector<OUT> out)
      throws Exception;

  /** Called after all events of a time were handled, and at each timer set by {@link #wakeAt}. */
  protected abstract void advance(long time, Context context, Collector<OUT> out) throws Exception;

  @Override
  public void open(OpenContext context) throws Exception {
    waiting =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("waiting", Types.LONG, Types.LIST(type)));
    late = getRuntimeContext().getMetricGroup().counter("late_events");
  }

  @Override
  public void processElement(IN event, Context context, Collector<OUT> out) throws Exception {
    long watermark = context.timerService().currentWatermark();
    if (isTimeless(event)) {
      now = watermark;
      handle(event, watermark, context, out);
      return;
    }
    long time = timeOf(event);
    if (time <= watermark) {
      late.inc();
      time = watermark + 1;
    }
    List<IN> sameTime = waiting.get(time);
    List<IN> grown = sameTime == null ? new ArrayList<>(2) : new ArrayList<>(sameTime);
    grown.add(event);
    waiting.put(time, grown);
    context.timerService().registerEventTimeTimer(time);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<OUT> out) throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      now = context.timerService().currentWatermark();
      onWallTime(context, out);
      return;
    }
    now = time;
    List<IN> events = waiting.get(time);
    if (events != null) {
      waiting.remove(time);
      events = new ArrayList<>(events);
      events.sort(tieBreak());
      for (IN event : events) {
        handle(event, time, context, out);
      }
    }
    advance(time, context, out);
  }

  /**
   * Asks for {@link #advance} once event time reaches {@code time}; nothing if it is MAX_VALUE. The
   * watermark may be past it already: the timer still fires in its turn, before later events.
   */
  protected final void wakeAt(long time, Context context) {
    if (time < Long.MAX_VALUE) {
      context.timerService().registerEventTimeTimer(Math.max(time, now + 1));
    }
  }

  /** Asks for {@link #onWallTime} once the wall clock reaches {@code time}. */
  protected final void wakeAtWall(long time, Context context) {
    if (time < Long.MAX_VALUE) {
      context.timerService().registerProcessingTimeTimer(time);
    }
  }
}
