package dev.nightshift.job.operator;

import dev.nightshift.diagnose.evidence.MetricFamily;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.telemetry.MetricPoint;
import dev.nightshift.telemetry.Signal;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Metrics as observations. Those in which nothing is ever found stop here, before they cross the
 * network; which they are is looked up by name, because every point is asked.
 */
public final class ObserveFunction extends RichFlatMapFunction<Signal, Observation> {

  private static final long serialVersionUID = 1L;
  private static final int MAX_NAMES = 10_000;

  private final boolean all;
  private transient Map<String, Boolean> tells;

  /**
   * @param all whether also those go on in which nothing is found: they tell when something began
   */
  public ObserveFunction(boolean all) {
    this.all = all;
  }

  @Override
  public void open(OpenContext context) {
    tells = new HashMap<>();
  }

  @Override
  public void flatMap(Signal signal, Collector<Observation> out) {
    MetricPoint point = signal.metric();
    if (point == null || !(all || tells(point.name()))) {
      return;
    }
    Observation seen = Observation.of(point);
    if (seen != null) {
      out.collect(seen);
    }
  }

  private boolean tells(String name) {
    Boolean known = tells.get(name);
    if (known != null) {
      return known;
    }
    if (tells.size() >= MAX_NAMES) {
      tells.clear();
    }
    boolean found = MetricFamily.tells(name);
    tells.put(name, found);
    return found;
  }
}
