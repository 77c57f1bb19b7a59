package dev.nightshift.job;

import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.detect.Score;
import dev.nightshift.job.operator.ChallengeFunction;
import dev.nightshift.job.operator.CompareModelsFunction;
import dev.nightshift.job.operator.DetectorOptions;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * From the scores of entities that two models score to what is reported of the two. The reports go
 * round to the task that hands out roles, by way of a topic.
 *
 * <pre>
 *   compared scores --> challenge (by entity) --> compare models (by name) --> reports
 *                           ^ labels
 * </pre>
 */
final class ComparisonTopology {

  private ComparisonTopology() {}

  /** Connects everything; nothing runs yet. */
  static DataStream<ModelReport> build(
      DataStream<Score> compared, DataStream<FeedbackLabel> labels, DetectorOptions detector) {
    return compared
        .keyBy(score -> score.entity().key())
        .connect(labels.keyBy(FeedbackLabel::getEntity))
        .process(new ChallengeFunction(detector))
        .uid(Uids.CHALLENGE)
        .name("compare with challenger")
        .keyBy(CompareModelsFunction::modelOf)
        .process(new CompareModelsFunction())
        .uid(Uids.COMPARE_MODELS)
        .name("sum comparisons");
  }
}
