package dev.nightshift.models.remote;

/**
 * What a server answered for a batch.
 *
 * @param scores [batch]
 * @param featureErrors row-major [batch][F]
 */
public record RemoteScores(float[] scores, float[] featureErrors) {}
