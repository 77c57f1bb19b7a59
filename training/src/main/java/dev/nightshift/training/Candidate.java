package dev.nightshift.training;

import dev.nightshift.detect.Calibration;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.models.Hashes;
import dev.nightshift.models.LoadedModel;
import dev.nightshift.models.ModelManifest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A trained network on its way to a model file. */
record Candidate(
    TrainingRequest request,
    List<FeatureDefinition> features,
    Fit fit,
    Windows training,
    Windows heldOut) {

  /** Writes the file with what is known by now. */
  LoadedModel export(Calibration calibration, Map<String, Double> figures, float selfTestScore) {
    ModelManifest manifest =
        new ModelManifest(
            ModelManifest.FORMAT,
            request.name(),
            request.version(),
            request.selector(),
            request.series().get(0).stepMillis(),
            training.steps(),
            features,
            calibration,
            new ModelManifest.Training(
                fingerprint(),
                training.ends().stream().min(Long::compare).orElseThrow(),
                heldOut.ends().stream().max(Long::compare).orElseThrow()),
            figures,
            new ModelManifest.SelfTest(selfTestWindow().values().get(0), selfTestScore),
            request.options().ownRulers());
    byte[] content =
        new OnnxExport(fit.network(), fit.definition(), training.steps()).write(manifest);
    return new LoadedModel(manifest, Hashes.sha256(content), content);
  }

  /** A real window, with a gap so that the test covers gaps too. */
  Windows selfTestWindow() {
    int last = heldOut.size() - 1;
    float[] window = heldOut.values().get(last).clone();
    window[0] = Float.NaN;
    return new Windows(
        heldOut.steps(),
        heldOut.features(),
        List.of(window),
        List.of(heldOut.kinds().get(last)),
        List.of(heldOut.ends().get(last)));
  }

  /** SHA-256 over options, features and every training window. */
  private String fingerprint() {
    MessageDigest digest = Hashes.digest();
    digest.update((request.options() + " " + features).getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * training.steps() * training.features());
    for (float[] window : training.values()) {
      bytes.clear();
      bytes.asFloatBuffer().put(window);
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
