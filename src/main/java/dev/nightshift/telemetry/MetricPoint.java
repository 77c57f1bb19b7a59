package dev.nightshift.telemetry;

import java.util.Map;

/**
 * One data point of one metric.
 *
 * @param attributes of the data point, not of the resource
 * @param startMillis when a cumulative series began; 0 if unknown
 * @param timeMillis when it was measured
 * @param value of a gauge or sum; unused for histograms
 * @param distribution of a histogram; null otherwise
 */
public record MetricPoint(
    Entity entity,
    String name,
    Map<String, String> attributes,
    MetricKind kind,
    long startMillis,
    long timeMillis,
    double value,
    Distribution distribution) {}
