package dev.nightshift.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.nightshift.detect.Calibration;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.feature.FeatureSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a model says about itself: which entities it is for, which features it wants in which order,
 * what it was trained on, and how to tell that it computes what it computed when it was made. It
 * travels as JSON inside the ONNX file, under the metadata key {@link #METADATA_KEY}.
 *
 * @param formatVersion {@link #FORMAT}; anything else is refused
 * @param name of the model: letters, digits, dot, dash and underscore
 * @param version sortable: a later version has the greater name; same characters as the name
 * @param selector entities that it may score
 * @param stepMillis length of one step
 * @param window W, steps that it sees at once
 * @param features F definitions in the order of the input's last dimension
 * @param calibration tail of its score on held-back normal data, or null
 * @param training what it was made from
 * @param evaluation figures by name, sorted; for people and comparison, not for scoring
 * @param selfTest an input and the score that it must give
 * @param ownRulers whether the input is placed on each entity's own {@link
 *     dev.nightshift.feature.Ruler rulers} before the graph sees it
 */
public record ModelManifest(
    int formatVersion,
    String name,
    String version,
    EntitySelector selector,
    long stepMillis,
    int window,
    List<FeatureDefinition> features,
    Calibration calibration,
    Training training,
    Map<String, Double> evaluation,
    SelfTest selfTest,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean ownRulers) {

  /** The format that this code reads and writes. */
  public static final int FORMAT = 1;

  /** Key of the ONNX metadata property that holds the JSON. */
  public static final String METADATA_KEY = "nightshift.manifest";

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  public ModelManifest {
    if (formatVersion != FORMAT) {
      throw new IllegalArgumentException(
          "format version " + formatVersion + " is not the one known here, " + FORMAT);
    }
    requireName("name", name);
    requireName("version", version);
    Objects.requireNonNull(selector, "selector");
    if (stepMillis <= 0 || window <= 0) {
      throw new IllegalArgumentException("step and window have to be above zero");
    }
    features = List.copyOf(features);
    long distinct = features.stream().map(FeatureDefinition::name).distinct().count();
    if (features.isEmpty() || distinct != features.size()) {
      throw new IllegalArgumentException("there has to be a feature, and no name twice");
    }
    Objects.requireNonNull(training, "training");
    evaluation = new TreeMap<>(evaluation == null ? Map.of() : evaluation);
    Objects.requireNonNull(selfTest, "selfTest");
    if (selfTest.input().length != window * features.size()) {
      throw new IllegalArgumentException(
          "the self-test has "
              + selfTest.input().length
              + " values and not "
              + window
              + " x "
              + features.size());
    }
  }

  /** Whether a text may name a model or version: it becomes a folder in the store. */
  public static boolean isSafeName(String text) {
    return text != null && SAFE.matcher(text).matches();
  }

  private static void requireName(String what, String text) {
    if (!isSafeName(text)) {
      throw new IllegalArgumentException(
          "the " + what + " '" + text + "' is not made of letters, digits, dot, dash, underscore");
    }
  }

  /** {@code name@version}, the name under which streams and tables know the model. */
  public String id() {
    return name + "@" + version;
  }

  /** What the feature assembly has to make for this model. */
  public FeatureSet featureSet() {
    return new FeatureSet(id(), selector, stepMillis, window, features, ownRulers);
  }

  /**
   * What the model was made from.
   *
   * @param fingerprint SHA-256 over the training values and options
   * @param from end of the first step, milliseconds since the epoch
   * @param to end of the last step
   */
  public record Training(String fingerprint, long from, long to) {}

  /**
   * One window and its score, computed when the model was made.
   *
   * @param input row-major [W][F]; NaN for missing (null in JSON)
   * @param score what the graph must give, to 1e-4 of its size
   */
  public record SelfTest(
      @JsonSerialize(using = NanFloats.Writer.class)
          @JsonDeserialize(using = NanFloats.Reader.class)
          float[] input,
      float score) {

    public SelfTest {
      Objects.requireNonNull(input, "input");
    }
  }
}
