package dev.nightshift.detect;

/**
 * The features that made a step strange, largest first.
 *
 * @param features names
 * @param errors how far each is off, in units of its own usual worst
 * @param values at this step; NaN if missing
 * @param usual values of this entity outside anomalies; NaN if unknown
 */
record Deviating(String[] features, float[] errors, float[] values, float[] usual) {

  /** Those of the model's score. */
  static Deviating of(DetectorState state, Score score) {
    float[] usual = new float[score.topFeatures().length];
    for (int i = 0; i < usual.length; i++) {
      usual[i] = UsualValues.of(state, score.topFeatures()[i]);
    }
    return new Deviating(score.topFeatures(), score.topErrors(), score.topValues(), usual);
  }
}
