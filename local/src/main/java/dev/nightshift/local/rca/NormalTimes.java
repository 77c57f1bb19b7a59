package dev.nightshift.local.rca;

import dev.nightshift.local.replay.ReplayLayouts;
import dev.nightshift.local.replay.ReplayOptions;
import dev.nightshift.local.replay.ReplayReader;
import dev.nightshift.local.replay.ReplayRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Questions to which the right answer is "nothing": the symptoms of the cases, asked at times of
 * the recordings without a problem, with as much seen afterwards as in the cases.
 */
final class NormalTimes {

  /** Before it a recording has too little past of its own. */
  private static final double PAST = 0.25;

  private static final long STEP_MILLIS = 60_000;

  private final int each;
  private final Map<String, List<Long>> timesOf = new HashMap<>();

  private NormalTimes(int each) {
    this.each = each;
  }

  /**
   * @param each times for each recording and symptom
   */
  static List<RecordedCase> of(List<RecordedCase> cases, int each) throws IOException {
    NormalTimes times = new NormalTimes(each);
    List<RecordedCase> normal = new ArrayList<>();
    Set<String> asked = new HashSet<>();
    for (RecordedCase recorded : cases) {
      for (String usual : recorded.usual()) {
        String question = String.join("\t", usual, recorded.target(), recorded.symptom());
        if (recorded.hasOnset() && each > 0 && asked.add(question)) {
          times.ask(recorded, usual, normal);
        }
      }
    }
    return normal;
  }

  private void ask(RecordedCase like, String usual, List<RecordedCase> normal) throws IOException {
    if (CaseLayouts.csv(Path.of(usual), "metrics") == null) {
      return; // traces alone are of a minute or so, with no past of their own
    }
    List<Long> times = times(usual);
    long after = times(like.path()).stream().filter(time -> time >= like.onsetMillis()).count();
    int first = (int) (PAST * times.size());
    int last = (int) (times.size() - after);
    for (int i = 0; i < each && after > 0 && last - first >= each; i++) {
      int at = first + (int) ((long) i * (last - first) / each);
      int until = (int) Math.min(times.size() - 1, at + after - 1);
      normal.add(
          new RecordedCase(
              "normal " + times.get(at),
              "rca.normal-" + normal.size(),
              usual,
              new ArrayList<>(),
              like.graph(),
              times.get(at),
              times.get(until),
              like.target(),
              like.symptom()));
    }
  }

  /** Times of the metrics of a recording. */
  private List<Long> times(String path) throws IOException {
    List<Long> known = timesOf.get(path);
    if (known != null) {
      return known;
    }
    List<Long> times = new ArrayList<>();
    ReplayOptions options = new ReplayOptions(0, STEP_MILLIS, "times.only", "test");
    try (ReplayReader reader = ReplayLayouts.open(Path.of(path), options)) {
      for (ReplayRecord record = reader.next(); record != null; record = reader.next()) {
        boolean next = times.isEmpty() || times.get(times.size() - 1) < record.eventTimeMillis();
        if (record.topic().equals("otlp_metrics") && next) {
          times.add(record.eventTimeMillis());
        }
      }
    }
    timesOf.put(path, times);
    return times;
  }
}
