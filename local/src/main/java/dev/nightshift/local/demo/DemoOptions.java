package dev.nightshift.local.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a demo is asked for.
 *
 * @param seed of the first night
 * @param nights how many shops live through a night of their own at the same time, with this seed
 *     and those that follow it
 * @param speed simulated seconds a second
 * @param duration simulated
 * @param heal whether the job may act; otherwise it only observes
 * @param train whether a model is retrained on the way
 * @param directory where everything is kept
 */
record DemoOptions(
    long seed,
    int nights,
    double speed,
    Duration duration,
    boolean heal,
    boolean train,
    Path directory) {}
