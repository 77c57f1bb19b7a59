package dev.nightshift.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.contract.FeatureSample;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.PolicyStatus;
import dev.nightshift.detect.DetectorState;
import dev.nightshift.detect.Judgement;
import dev.nightshift.detect.RobustState;
import dev.nightshift.detect.Score;
import dev.nightshift.detect.forecast.PredictionState;
import dev.nightshift.detect.univariate.UnivariateState;
import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.DiagnoserState;
import dev.nightshift.diagnose.GraphState;
import dev.nightshift.diagnose.PatternMatch;
import dev.nightshift.diagnose.PlacementState;
import dev.nightshift.diagnose.SystemEvent;
import dev.nightshift.diagnose.TraceState;
import dev.nightshift.diagnose.evidence.CauseRanking;
import dev.nightshift.diagnose.evidence.EvidenceState;
import dev.nightshift.diagnose.evidence.InquiryState;
import dev.nightshift.diagnose.evidence.Observation;
import dev.nightshift.diagnose.evidence.Question;
import dev.nightshift.diagnose.evidence.ServiceFindings;
import dev.nightshift.diagnose.evidence.SystemEvidence;
import dev.nightshift.diagnose.evidence.TraceParts;
import dev.nightshift.feature.AssemblerState;
import dev.nightshift.feature.FeatureWindow;
import dev.nightshift.feature.template.MinerState;
import dev.nightshift.incident.SystemIncidents;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.operator.CauseInput;
import dev.nightshift.job.operator.EvidenceFunction;
import dev.nightshift.job.operator.IncidentInput;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.job.operator.ReceivedControl;
import dev.nightshift.job.operator.ServedBatch;
import dev.nightshift.job.operator.ServedResult;
import dev.nightshift.learn.ChallengerComparison;
import dev.nightshift.learn.ComparedScores;
import dev.nightshift.learn.ComparisonTotals;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.patterns.PatternSet;
import dev.nightshift.remedy.SeenControls;
import dev.nightshift.telemetry.Signal;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever crosses the stream or lies in state has a serializer that can evolve: never Kryo. */
class StateTypesTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        ActionRequest.class,
        ActionResult.class,
        Anomaly.class,
        AssemblerState.class,
        AutomationState.class,
        CallEdge.class,
        CauseRanking.class,
        DeadLetter.class,
        DetectorState.class,
        DiagnoserState.class,
        Diagnosis.class,
        EvidenceState.class,
        FeatureSample.class,
        FeatureWindow.class,
        FeedbackLabel.class,
        GraphState.class,
        Incident.class,
        IncidentInput.class,
        Judgement.class,
        MinerState.class,
        ModelAnnouncement.class,
        ChallengerComparison.class,
        ComparedScores.class,
        ComparisonTotals.class,
        ModelCatalog.class,
        ModelReport.class,
        ModelStatus.class,
        Notification.class,
        PatternLibrary.Source.class,
        Observation.class,
        InquiryState.class,
        Question.class,
        ServiceFindings.class,
        SystemEvidence.class,
        CauseInput.class,
        EvidenceFunction.Waiting.class,
        PatternMatch.class,
        PlacementState.class,
        PatternSet.class,
        PolicyStatus.class,
        PolicyUpdate.class,
        PredictionState.class,
        ReceivedControl.class,
        RobustState.class,
        Score.class,
        SeenControls.class,
        ServedBatch.class,
        ServedResult.class,
        Signal.class,
        SystemEvent.class,
        SystemIncidents.class,
        TraceState.class,
        UnivariateState.class,
        TraceParts.class
      })
  void needsNoKryo(Class<?> type) {
    TypeInformation<?> info = TypeInformation.of(type);
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);

    assertThat(info).isNotInstanceOf(GenericTypeInfo.class);
    assertThatCode(() -> info.createSerializer(new SerializerConfigImpl(configuration)))
        .doesNotThrowAnyException();
  }
}
