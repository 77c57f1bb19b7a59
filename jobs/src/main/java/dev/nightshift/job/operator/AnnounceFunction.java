package dev.nightshift.job.operator;

import dev.nightshift.diagnose.Services;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.telemetry.NowAndThen;
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

  private transient NowAndThen<String> announced;

  @Override
  public void open(OpenContext context) {
    announced = new NowAndThen<>(EVERY_MILLIS);
  }

  @Override
  public void flatMap(Observation seen, Collector<Observation> out) {
    String service = Services.of(seen.entity());
    if (announced.isDue(service, seen.knownMillis())) {
      out.collect(Observation.present(seen.system(), service, seen.knownMillis()));
    }
  }
}
