package dev.nightshift.local.evaluate;

import dev.nightshift.local.cli.UserException;
import dev.nightshift.training.evaluation.Recording;
import dev.nightshift.training.evaluation.RecordingReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The training parts of series that are alike.
 *
 * @param byName by the name of the series
 */
record Fleet(Map<String, Recording> byName) {

  static Fleet read(List<CaseFiles> cases) throws IOException {
    Map<String, Recording> byName = new TreeMap<>();
    for (CaseFiles files : cases) {
      byName.put(files.name(), RecordingReader.read(files.train()));
    }
    return new Fleet(byName);
  }

  /** All but that of one series, which has to have the same features. */
  List<Recording> without(EvaluationCase one) {
    byName.forEach(
        (name, recording) -> {
          if (!recording.features().equals(one.training().features())) {
            throw new UserException(
                "%s has the columns %s and %s has %s; expected the same in all series."
                    .formatted(name, recording.features(), one.name(), one.training().features()));
          }
        });
    return byName.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(one.name()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
