package dev.nightshift.local.cli.logs;

import dev.nightshift.feature.session.SessionCounts;
import dev.nightshift.feature.session.SessionModel;
import dev.nightshift.feature.session.SessionProfile;
import dev.nightshift.local.replay.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Log lines with the session that each belongs to, and labels of the sessions: {@code
 * events.csv.gz} (time, level, component, session, message) and {@code labels.csv.gz} (session, 1
 * if abnormal). The labels choose what is learned from, if that is asked for, and score; the model
 * never sees one.
 */
final class SessionSet {

  private static final Set<String> TROUBLE = Set.of("WARN", "WARNING", "ERROR", "FATAL", "SEVERE");

  private final Map<String, SessionCounts> sessions = new LinkedHashMap<>();
  private final Map<String, Boolean> abnormal = new LinkedHashMap<>();

  private SessionSet() {}

  static SessionSet read(Path directory) throws IOException {
    SessionSet set = new SessionSet();
    try (CsvFile labels = new CsvFile(directory.resolve("labels.csv.gz"))) {
      labels.next();
      for (List<String> row = labels.next(); row != null; row = labels.next()) {
        set.abnormal.put(row.get(0), row.get(1).equals("1"));
      }
    }
    MinedLines lines = new MinedLines();
    List<String> ids = new ArrayList<>();
    List<Boolean> trouble = new ArrayList<>();
    try (CsvFile events = new CsvFile(directory.resolve("events.csv.gz"))) {
      events.next();
      for (List<String> row = events.next(); row != null; row = events.next()) {
        ids.add(row.get(3));
        trouble.add(TROUBLE.contains(row.get(1)));
        lines.add(row.get(4));
      }
    }
    List<String> templates = lines.templates();
    for (int i = 0; i < ids.size(); i++) {
      set.sessions
          .computeIfAbsent(ids.get(i), id -> new SessionCounts())
          .add(templates.get(i), trouble.get(i));
    }
    return set;
  }

  /** Learns from the normal sessions and judges all. */
  SessionScore learnFromNormal() {
    return score(SessionModel.AMONG_NORMAL, id -> !isAbnormal(id), id -> true);
  }

  /** Learns from every other normal session, and judges all that it has not learned from. */
  SessionScore heldBack() {
    List<String> normal = sessions.keySet().stream().filter(id -> !isAbnormal(id)).toList();
    Set<String> learned = new HashSet<>();
    for (int i = 0; i < normal.size(); i += 2) {
      learned.add(normal.get(i));
    }
    return score(SessionModel.AMONG_NORMAL, learned::contains, id -> !learned.contains(id));
  }

  /** Learns from all sessions, whatever they are, and judges all. */
  SessionScore learnFromAll() {
    return score(SessionModel.AMONG_ALL, id -> true, id -> true);
  }

  private boolean isAbnormal(String id) {
    return abnormal.getOrDefault(id, false);
  }

  private SessionScore score(double minShare, Predicate<String> learns, Predicate<String> judges) {
    SessionProfile profile = new SessionProfile();
    sessions.forEach(
        (id, session) -> {
          if (learns.test(id)) {
            profile.learn(session);
          }
        });
    SessionModel model = SessionModel.of(profile, minShare);
    int judged = 0;
    int truePositives = 0;
    int falsePositives = 0;
    int falseNegatives = 0;
    for (Map.Entry<String, SessionCounts> session : sessions.entrySet()) {
      if (!judges.test(session.getKey())) {
        continue;
      }
      judged++;
      boolean said = model.judge(session.getValue()).isPresent();
      boolean is = isAbnormal(session.getKey());
      truePositives += said && is ? 1 : 0;
      falsePositives += said && !is ? 1 : 0;
      falseNegatives += !said && is ? 1 : 0;
    }
    return new SessionScore(
        (int) profile.sessions, judged, truePositives, falsePositives, falseNegatives);
  }
}
