package dev.nightshift.local.demo;

import dev.nightshift.contract.FeatureSample;
import dev.nightshift.training.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * What the job would have kept on the day before: half an hour of a night is too little to train
 * on, and in a shop that has run for a while there is more.
 */
final class Yesterday {

  private static final Duration LENGTH = Duration.ofHours(6);
  private static final long SEED = 815;
  private static final int STEP_MILLIS = 10_000;

  private Yesterday() {}

  /** Writes the samples of one entity, ending a day before the night began. */
  static void write(Path feedback, String entity, long nightBegan) throws IOException {
    long start = nightBegan - Duration.ofDays(1).toMillis();
    Path folder = Files.createDirectories(feedback.resolve("samples").resolve("yesterday"));
    try (DataFileWriter<FeatureSample> writer =
        new DataFileWriter<>(new SpecificDatumWriter<>(FeatureSample.class))) {
      writer.create(FeatureSample.getClassSchema(), folder.resolve("yesterday.avro").toFile());
      for (Series series : ShopHistory.simulate(SEED, start, LENGTH)) {
        if (series.entity().key().equals(entity)) {
          for (int step = 0; step < series.steps(); step++) {
            writer.append(sample(series, step));
          }
        }
      }
    }
  }

  private static FeatureSample sample(Series series, int step) {
    List<Float> values = new ArrayList<>();
    for (float value : series.values()[step]) {
      values.add(value);
    }
    return FeatureSample.newBuilder()
        .setEntity(series.entity().key())
        .setModel("")
        .setStepEnd(series.stepEnds()[step])
        .setStepMillis(STEP_MILLIS)
        .setFeatures(series.features())
        .setValues(values)
        .setScore(Float.NaN)
        .setThreshold(Float.NaN)
        .build();
  }
}
