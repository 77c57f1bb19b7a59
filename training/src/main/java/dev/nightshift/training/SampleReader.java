package dev.nightshift.training;

import dev.nightshift.contract.FeatureSample;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.training.Series.StepKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads the feedback that a running job writes: Avro container files of {@link FeatureSample} below
 * {@code samples/} and of {@link FeedbackLabel} below {@code labels/}, in folders of any depth.
 * Hidden files and folders (a leading dot or underscore, {@code .inprogress.}) are not finished and
 * are passed over. A file that cannot be read is skipped and named.
 */
public final class SampleReader {

  private final long marginMillis;

  /**
   * @param marginMillis steps this close to a confirmed anomaly are left out too
   */
  public SampleReader(long marginMillis) {
    this.marginMillis = marginMillis;
  }

  /**
   * What was read.
   *
   * @param series one per entity, ordered by entity key
   * @param skipped files that could not be read, with the reason
   */
  public record Feedback(List<Series> series, List<String> skipped, int samples, int labels) {}

  /**
   * Reads a feedback store.
   *
   * @param root folder that holds {@code samples/} and {@code labels/}
   */
  public Feedback read(Path root) throws IOException {
    List<String> skipped = new ArrayList<>();
    List<FeedbackLabel> labels = new ArrayList<>();
    readAll(root.resolve("labels"), FeedbackLabel::new, labels::add, skipped);
    Map<String, TreeMap<Long, FeatureSample>> byEntity = new TreeMap<>();
    int[] samples = {0};
    readAll(
        root.resolve("samples"),
        FeatureSample::new,
        sample -> {
          samples[0]++;
          byEntity
              .computeIfAbsent(sample.getEntity(), entity -> new TreeMap<>())
              .merge(sample.getStepEnd(), sample, SampleReader::richer);
        },
        skipped);
    Labels judge = new Labels(labels, marginMillis);
    List<Series> series = new ArrayList<>();
    byEntity.forEach((entity, steps) -> series.add(series(entity, steps.values(), judge)));
    return new Feedback(series, skipped, samples[0], labels.size());
  }

  /** Champion and challenger may both have written a step: the one with more features stays. */
  private static FeatureSample richer(FeatureSample one, FeatureSample other) {
    return other.getFeatures().size() > one.getFeatures().size() ? other : one;
  }

  private static Series series(String entity, Collection<FeatureSample> samples, Labels judge) {
    Set<String> union = new LinkedHashSet<>();
    samples.forEach(sample -> union.addAll(sample.getFeatures()));
    List<String> features = List.copyOf(union);
    int count = samples.size();
    long[] ends = new long[count];
    float[][] values = new float[count][features.size()];
    boolean[] alarms = new boolean[count];
    StepKind[] kinds = new StepKind[count];
    Arrays.fill(kinds, StepKind.NORMAL);
    long stepMillis = 0;
    int row = 0;
    for (FeatureSample sample : samples) {
      ends[row] = sample.getStepEnd();
      alarms[row] = sample.getAlarm();
      stepMillis = sample.getStepMillis();
      for (int f = 0; f < features.size(); f++) {
        int at = sample.getFeatures().indexOf(features.get(f));
        values[row][f] = at < 0 ? Float.NaN : sample.getValues().get(at);
      }
      row++;
    }
    Series plain = new Series(Entity.parse(entity), stepMillis, features, ends, values, kinds);
    return judge.apply(plain, alarms);
  }

  private static <T extends SpecificRecordBase> void readAll(
      Path folder, Supplier<T> empty, Consumer<T> sink, List<String> skipped) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> isFinished(folder.relativize(file)))
              .sorted()
              .toList();
    }
    Schema schema = empty.get().getSchema();
    for (Path file : files) {
      try (DataFileReader<GenericRecord> reader =
          new DataFileReader<>(file.toFile(), new GenericDatumReader<>(null, schema))) {
        while (reader.hasNext()) {
          sink.accept(copy(reader.next(), empty.get()));
        }
      } catch (IOException | AvroRuntimeException e) {
        skipped.add(file + ": " + e.getMessage());
      }
    }
  }

  /**
   * Read generically and copied: Avro would otherwise look up the class that a file names, which it
   * does for classes on a process-wide list of trusted ones only. Here the file names nothing.
   */
  private static <T extends SpecificRecordBase> T copy(GenericRecord from, T to) {
    for (Schema.Field field : to.getSchema().getFields()) {
      to.put(field.pos(), from.get(field.pos()));
    }
    return to;
  }

  private static boolean isFinished(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_") || name.contains(".inprogress")) {
        return false;
      }
    }
    return true;
  }
}
