package dev.nightshift.local.rca;

import dev.nightshift.contract.Evidence;
import dev.nightshift.diagnose.evidence.Cause;
import dev.nightshift.diagnose.evidence.CauseRanking;
import dev.nightshift.job.EvidenceTopology;
import dev.nightshift.local.runtime.BoundedJob;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.CloseableIterator;

/** Runs cases through the job's operators, on a Flink cluster inside this process. */
final class CaseRun {

  /** Cases at once: each holds its telemetry in memory. */
  private static final int BATCH = 6;

  private final int parallelism;

  CaseRun(int parallelism) {
    this.parallelism = parallelism;
  }

  /**
   * Ranks the causes of all cases, in their order.
   *
   * @param progress told the number of cases done
   */
  List<Ranked> rank(List<RecordedCase> cases, IntConsumer progress) throws Exception {
    List<Ranked> ranked = new ArrayList<>();
    for (int from = 0; from < cases.size(); from += BATCH) {
      List<RecordedCase> batch = cases.subList(from, Math.min(cases.size(), from + BATCH));
      Map<String, CauseRanking> found = run(batch);
      for (RecordedCase recorded : batch) {
        CauseRanking ranking = found.get(recorded.system());
        if (ranking == null) {
          throw new IllegalStateException("no answer came for the case " + recorded.name());
        }
        ranked.add(
            new Ranked(
                recorded.at(ranking.onset()),
                ranking.estimated(),
                ranking.causes().stream().map(CaseRun::item).toList()));
      }
      progress.accept(ranked.size());
    }
    return ranked;
  }

  private Map<String, CauseRanking> run(List<RecordedCase> cases) throws Exception {
    SingleOutputStreamOperator<Signal> signals =
        BoundedJob.environment(parallelism)
            .fromData(cases, TypeInformation.of(RecordedCase.class))
            .rebalance()
            .process(new CaseReader())
            .name("read cases");
    Map<String, CauseRanking> found = new HashMap<>();
    try (CloseableIterator<CauseRanking> rankings =
        EvidenceTopology.explain(
                signals,
                signals.getSideOutput(CaseReader.TOLD),
                !cases.stream().allMatch(RecordedCase::hasOnset))
            .executeAndCollect("nightshift rca")) {
      while (rankings.hasNext()) {
        CauseRanking ranking = rankings.next();
        found.put(ranking.system(), ranking);
      }
    }
    return found;
  }

  private static Ranked.Item item(Cause cause) {
    Entity entity = Entity.parse(cause.entity());
    return new Ranked.Item(
        entity.service(),
        entity.instance(),
        cause.faultType(),
        cause.region(),
        cause.weight(),
        cause.confidence(),
        cause.evidence().stream().map(CaseRun::words).toList());
  }

  private static String words(Evidence evidence) {
    return String.format(
        Locale.ROOT,
        "%s (%s, %.1f): %s",
        evidence.getStance().name().toLowerCase(Locale.ROOT),
        evidence.getKind(),
        Math.abs(evidence.getWeight()),
        evidence.getText());
  }
}
