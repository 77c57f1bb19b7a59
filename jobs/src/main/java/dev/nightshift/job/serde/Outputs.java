package dev.nightshift.job.serde;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeatureSample;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.PolicyStatus;
import dev.nightshift.detect.Judgement;
import dev.nightshift.detect.Score;
import dev.nightshift.feature.FeatureWindow;
import org.apache.flink.util.OutputTag;

/** Every side output of the job's operators. */
public final class Outputs {

  /** Input that could not be used, with its reason. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters") {
        private static final long serialVersionUID = 1L;
      };

  /** Orders for the actuator. */
  public static final OutputTag<ActionRequest> REQUESTS =
      new OutputTag<>("requests") {
        private static final long serialVersionUID = 1L;
      };

  /** What is known of a stretch of an entity's history. */
  public static final OutputTag<FeedbackLabel> LABELS =
      new OutputTag<>("labels") {
        private static final long serialVersionUID = 1L;
      };

  /** Features kept for training. */
  public static final OutputTag<FeatureSample> SAMPLES =
      new OutputTag<>("samples") {
        private static final long serialVersionUID = 1L;
      };

  /** What became of models. */
  public static final OutputTag<ModelStatus> MODEL_STATUS =
      new OutputTag<>("model-status") {
        private static final long serialVersionUID = 1L;
      };

  /** What tasks say of models in use. */
  public static final OutputTag<ModelReport> MODEL_REPORTS =
      new OutputTag<>("model-reports") {
        private static final long serialVersionUID = 1L;
      };

  /** Scores of entities that two models score: both models'. */
  public static final OutputTag<Score> COMPARED =
      new OutputTag<>("compared") {
        private static final long serialVersionUID = 1L;
      };

  /** Whether automation may act. */
  public static final OutputTag<AutomationState> AUTOMATION =
      new OutputTag<>("automation") {
        private static final long serialVersionUID = 1L;
      };

  /** Words to people outside. */
  public static final OutputTag<Notification> NOTIFICATIONS =
      new OutputTag<>("notifications") {
        private static final long serialVersionUID = 1L;
      };

  /** What became of policy files. */
  public static final OutputTag<PolicyStatus> POLICY_STATUS =
      new OutputTag<>("policy-status") {
        private static final long serialVersionUID = 1L;
      };

  /** What was decided about each scored step. */
  public static final OutputTag<Judgement> JUDGEMENTS =
      new OutputTag<>("judgements") {
        private static final long serialVersionUID = 1L;
      };

  /** Features that forecasts asked for: value and limit of one step. */
  public static final OutputTag<FeatureWindow> FORECASTS =
      new OutputTag<>("forecasts") {
        private static final long serialVersionUID = 1L;
      };

  /** What predictions say of themselves. */
  public static final OutputTag<Diagnosis> DIAGNOSES =
      new OutputTag<>("diagnoses") {
        private static final long serialVersionUID = 1L;
      };

  private Outputs() {}
}
