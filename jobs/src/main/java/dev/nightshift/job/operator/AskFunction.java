package dev.nightshift.job.operator;

import dev.nightshift.diagnose.evidence.Inquirer;
import dev.nightshift.diagnose.evidence.InquiryState;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.Question;
import java.util.Comparator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/**
 * Asks the services of a system what they see when something is wrong. Keyed by system; the
 * decisions are {@link Inquirer}'s.
 */
public final class AskFunction extends OrderedFunction<Observation, Question> {

  private static final long serialVersionUID = 1L;
  private static final int MAX_SERVICES = 2_000;

  private final long settleMillis;
  private transient Inquirer inquirer;
  private transient ValueState<InquiryState> state;

  /**
   * @param settleMillis how long anomalies gather before the questions
   */
  public AskFunction(long settleMillis) {
    super(TypeInformation.of(Observation.class));
    this.settleMillis = settleMillis;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    inquirer = new Inquirer(settleMillis, MAX_SERVICES);
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("inquiry", InquiryState.class));
  }

  @Override
  protected long timeOf(Observation observation) {
    return observation.knownMillis();
  }

  @Override
  protected Comparator<Observation> tieBreak() {
    return ObservationOrder.SAME_TIME;
  }

  @Override
  protected void handle(Observation seen, long time, Context context, Collector<Question> out)
      throws Exception {
    InquiryState current = current();
    inquirer.accept(current, seen, time).forEach(out::collect);
    state.update(current);
  }

  @Override
  protected void advance(long time, Context context, Collector<Question> out) throws Exception {
    InquiryState current = current();
    inquirer.advance(current, context.getCurrentKey(), time).forEach(out::collect);
    wakeAt(Inquirer.nextDeadline(current), context);
    state.update(current);
  }

  private InquiryState current() throws Exception {
    InquiryState stored = state.value();
    return stored == null ? new InquiryState() : stored;
  }
}
