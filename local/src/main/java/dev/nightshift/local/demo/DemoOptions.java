package dev.nightshift.local.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a demo is asked for.
 *
 * @param speed simulated seconds a second
 * @param duration simulated
 * @param heal whether the job may act; otherwise it only observes
 * @param train whether a model is retrained on the way
 * @param directory where everything is kept
 */
record DemoOptions(
    long seed, double speed, Duration duration, boolean heal, boolean train, Path directory) {}
