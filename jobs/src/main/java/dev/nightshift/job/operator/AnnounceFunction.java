package dev.nightshift.job.operator;

import dev.nightshift.diagnose.Services;
import dev.nightshift.diagnose.evidence.Observation;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Says now and then that a service sends telemetry, so that whoever has questions knows whom to
 * ask. Each task tells it for itself and keeps no state: to hear it twice changes nothing.
 */
public final class AnnounceFunction extends RichFlatMapFunction<Observation, Observation> {

  private static final long serialVersionUID = 1L;
  private static final long EVERY_MILLIS = 60_000;
  private static final int MAX_REMEMBERED = 100_000;

  private transient Map<String, Long> announced;

  @Override
  public void open(OpenContext context) {
    announced = new HashMap<>();
  }

  @Override
  public void flatMap(Observation seen, Collector<Observation> out) {
    String service = Services.of(seen.entity());
    Long last = announced.get(service);
    if (last != null && Math.abs(seen.knownMillis() - last) < EVERY_MILLIS) {
      return;
    }
    if (announced.size() >= MAX_REMEMBERED) {
      announced.clear();
    }
    announced.put(service, seen.knownMillis());
    out.collect(Observation.present(seen.system(), service, seen.knownMillis()));
  }
}
