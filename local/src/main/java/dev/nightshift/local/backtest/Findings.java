package dev.nightshift.local.backtest;

import dev.nightshift.telemetry.ChangeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a backtest found, up to the end of the recording. The same recording and settings give
 * the same findings.
 *
 * @param begin event time of the first signal; equal to {@code end} if there was none
 * @param end event time of the last signal: what the job did after it is not told
 * @param signals that the job read
 * @param skipped items of kinds that no source of the job reads
 * @param refused items that could not be used, by source and reason
 * @param policies version and hash
 * @param models by {@code name@version}, each with the reason if it was refused
 * @param changes deployments and the like, by time
 * @param anomalies by onset
 * @param cases incidents by onset
 */
record Findings(
    long begin,
    long end,
    long signals,
    long skipped,
    SortedMap<String, Long> refused,
    String policies,
    SortedMap<String, String> models,
    List<ChangeEvent> changes,
    List<AnomalyBar> anomalies,
    List<BacktestCase> cases) {

  private static final int MANY_MODELS = 3;

  Findings {
    refused = new TreeMap<>(refused);
    models = new TreeMap<>(models);
    changes = List.copyOf(changes);
    anomalies = List.copyOf(anomalies);
    cases = List.copyOf(cases);
  }

  /** Incidents that stand for themselves. */
  List<BacktestCase> told() {
    return cases.stream().filter(one -> one.outcome() != BacktestCase.Outcome.MERGED).toList();
  }

  long count(BacktestCase.Outcome outcome) {
    return cases.stream().filter(one -> one.outcome() == outcome).count();
  }

  /** How often each limit stopped something, by its name. */
  SortedMap<String, Long> stops() {
    SortedMap<String, Long> stops = new TreeMap<>();
    told().stream()
        .flatMap(one -> one.stops().stream())
        .forEach(stop -> stops.merge(stop.getLimit(), 1L, Long::sum));
    return stops;
  }

  /** Few models by name, many by number; refused ones always with the reason. */
  String modelWords() {
    if (models.isEmpty()) {
      return "none (streaming detectors only)";
    }
    List<String> used =
        models.keySet().stream().filter(name -> models.get(name).isEmpty()).toList();
    List<String> words = new ArrayList<>();
    words.add(used.size() > MANY_MODELS ? used.size() + " models" : String.join(", ", used));
    models.forEach(
        (name, refused) -> {
          if (!refused.isEmpty()) {
            words.add(name + " " + refused);
          }
        });
    return String.join("; ", words);
  }

  long calls() {
    return told().stream().mapToLong(one -> one.calls().size()).sum();
  }
}
