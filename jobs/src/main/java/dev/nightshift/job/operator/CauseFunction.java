package dev.nightshift.job.operator;

import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.Declaration;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.evidence.CauseFinder;
import dev.nightshift.diagnose.evidence.CauseRanking;
import dev.nightshift.diagnose.evidence.ServiceFindings;
import dev.nightshift.diagnose.evidence.SystemEvidence;
import dev.nightshift.diagnose.evidence.SystemRecorder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/**
 * Ranks causes once all services have answered. Keyed by system; the decisions are {@link
 * CauseFinder}'s.
 *
 * <p>Nobody has to count the answers: they bear the time of their question, and when the watermark
 * passes it all that will ever come are there.
 */
public final class CauseFunction extends OrderedFunction<CauseInput, CauseRanking> {

  private static final long serialVersionUID = 1L;

  private static final Comparator<CallEdge> CALLS =
      Comparator.comparing(CallEdge::caller).thenComparing(CallEdge::callee);

  /** Questions last, so that all is known when they are answered. */
  private static final Comparator<CauseInput> SAME_TIME =
      Comparator.comparingInt(CauseFunction::rank).thenComparing(CauseFunction::within);

  private final DeclaredCalls declared;
  private transient Declaration declaration;
  private transient SystemRecorder recorder;
  private transient CauseFinder finder;
  private transient ValueState<SystemEvidence> state;

  /** Of the time that is being handled; empty between two. */
  private transient List<ServiceFindings> answers;

  /**
   * @param declared calls that are known beside those that are seen
   */
  public CauseFunction(DeclaredCalls declared) {
    super(TypeInformation.of(CauseInput.class));
    this.declared = declared;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    super.open(context);
    ServiceGraph graph = new ServiceGraph();
    declaration = new Declaration(declared, graph);
    recorder = new SystemRecorder(graph);
    finder = new CauseFinder(graph);
    answers = new ArrayList<>();
    state =
        getRuntimeContext().getState(new ValueStateDescriptor<>("system", SystemEvidence.class));
  }

  private static int rank(CauseInput input) {
    return input.told() != null ? 0 : input.call() != null ? 1 : input.answer() != null ? 2 : 3;
  }

  private static int within(CauseInput one, CauseInput other) {
    return switch (rank(one)) {
      case 0 -> ObservationOrder.SAME_TIME.compare(one.told(), other.told());
      case 1 -> CALLS.compare(one.call(), other.call());
      case 2 -> one.answer().service().compareTo(other.answer().service());
      default -> Long.compare(one.question().onset(), other.question().onset());
    };
  }

  @Override
  protected long timeOf(CauseInput input) {
    return input.timeMillis();
  }

  @Override
  protected Comparator<CauseInput> tieBreak() {
    return SAME_TIME;
  }

  @Override
  protected void handle(CauseInput input, long time, Context context, Collector<CauseRanking> out)
      throws Exception {
    if (input.answer() != null) {
      answers.add(input.answer());
      return;
    }
    SystemEvidence stored = state.value();
    SystemEvidence current = stored == null ? new SystemEvidence() : stored;
    declaration.apply(current.graph, input.system());
    if (input.told() != null) {
      recorder.record(current, input.told());
    } else if (input.call() != null) {
      recorder.record(current, input.call());
    } else {
      out.collect(finder.rank(current, input.question(), answers));
    }
    state.update(current);
  }

  @Override
  protected void advance(long time, Context context, Collector<CauseRanking> out) {
    answers.clear();
  }
}
