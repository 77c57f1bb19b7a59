package dev.nightshift.training;

import dev.nightshift.contract.FeatureSample;
import dev.nightshift.contract.FeedbackLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/** Writes feedback as a running job does. */
final class FeedbackFiles {

  private FeedbackFiles() {}

  static <T extends SpecificRecordBase> void write(Path file, List<T> records) throws IOException {
    Files.createDirectories(file.getParent());
    try (DataFileWriter<T> writer = new DataFileWriter<>(new SpecificDatumWriter<>())) {
      writer.create(records.get(0).getSchema(), file.toFile());
      for (T one : records) {
        writer.append(one);
      }
    }
  }

  static List<FeatureSample> samples(Series series) {
    List<FeatureSample> samples = new ArrayList<>();
    for (int i = 0; i < series.steps(); i++) {
      List<Float> values = new ArrayList<>();
      for (float value : series.values()[i]) {
        values.add(value);
      }
      samples.add(
          FeatureSample.newBuilder()
              .setEntity(series.entity().key())
              .setModel("m@1")
              .setStepEnd(series.stepEnds()[i])
              .setStepMillis((int) series.stepMillis())
              .setFeatures(series.features())
              .setValues(values)
              .setScore(0)
              .setThreshold(1)
              .build());
    }
    return samples;
  }

  static FeedbackLabel label(String label, Series series, int from, int to, long at) {
    return FeedbackLabel.newBuilder()
        .setId(label + at)
        .setEntity(series.entity().key())
        .setLabel(label)
        .setFrom(series.stepEnds()[from] - series.stepMillis())
        .setTo(series.stepEnds()[to] - series.stepMillis())
        .setAuthor("somebody")
        .setAt(at)
        .build();
  }
}
