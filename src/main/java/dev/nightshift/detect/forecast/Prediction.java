package dev.nightshift.detect.forecast;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.Diagnosis;

/**
 * What is said about a resource that runs out.
 *
 * @param diagnosis null if nothing is to be said anew
 */
public record Prediction(Anomaly anomaly, Diagnosis diagnosis) {}
