package dev.nightshift.local.evaluate;

import dev.nightshift.training.evaluation.Recording;

/**
 * One recording to evaluate on.
 *
 * @param name for people
 * @param training taken for normal
 * @param test to judge, with the same features
 * @param labels whether a step of {@code test} is anomalous; null if unknown
 * @param continues whether {@code test} goes on where {@code training} ends; if not, it begins with
 *     the same steps (the protocol of TSB-AD)
 */
record EvaluationCase(
    String name, Recording training, Recording test, boolean[] labels, boolean continues) {}
