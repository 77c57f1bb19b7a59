package dev.nightshift.job.operator;

import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.evidence.CauseFinder;
import dev.nightshift.diagnose.evidence.CauseRanking;
import dev.nightshift.diagnose.evidence.EvidenceRecorder;
import dev.nightshift.diagnose.evidence.EvidenceState;
import dev.nightshift.diagnose.evidence.Observation;
import java.util.Comparator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/**
 * Remembers what was observed in a system and answers each symptom with its ranked causes. Keyed by
 * system; the decisions are {@link CauseFinder}'s.
 */
public final class EvidenceFunction extends OrderedFunction<Observation, CauseRanking> {

  private static final long serialVersionUID = 1L;

  /** A total order of the observations of one time; questions come last. */
  private static final Comparator<Observation> SAME_TIME =
      Comparator.comparing(Observation::kind)
          .thenComparing(Observation::entity)
          .thenComparing(Observation::peer)
          .thenComparing(Observation::name)
          .thenComparing(Observation::from)
          .thenComparing(Observation::next)
          .thenComparing(Observation::error)
          .thenComparingDouble(Observation::value);

  private final int maxSeries;
  private transient EvidenceRecorder recorder;
  private transient CauseFinder finder;
  private transient ValueState<EvidenceState> state;

  /**
   * @param maxSeries of each kind and system; more are counted and refused
   */
  public EvidenceFunction(int maxSeries) {
    super(TypeInformation.of(Observation.class));
    this.maxSeries = maxSeries;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    ServiceGraph graph = new ServiceGraph();
    recorder = new EvidenceRecorder(maxSeries, graph);
    finder = new CauseFinder(graph);
    state =
        getRuntimeContext().getState(new ValueStateDescriptor<>("evidence", EvidenceState.class));
  }

  @Override
  protected long timeOf(Observation observation) {
    return observation.timeMillis();
  }

  @Override
  protected Comparator<Observation> tieBreak() {
    return SAME_TIME;
  }

  @Override
  protected void handle(
      Observation observation, long time, Context context, Collector<CauseRanking> out)
      throws Exception {
    EvidenceState current = state.value();
    if (current == null) {
      current = new EvidenceState();
    }
    if (observation.kind() == Observation.Kind.SYMPTOM) {
      out.collect(finder.rank(current, observation));
    } else {
      recorder.record(current, observation);
    }
    state.update(current);
  }

  @Override
  protected void advance(long time, Context context, Collector<CauseRanking> out) {
    // Nothing waits for a time of its own.
  }
}
