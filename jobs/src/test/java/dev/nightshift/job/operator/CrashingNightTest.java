package dev.nightshift.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.Notification;
import dev.nightshift.contract.PlannedAction;
import dev.nightshift.contract.Transition;
import dev.nightshift.incident.Lifecycle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/**
 * Random nights in which the task dies at any moment and goes on from its last checkpoint, while
 * what it had not committed is lost and its sources repeat what they had sent. What reaches the
 * topics keeps the rules; they are counted from outside, from what was committed.
 */
class CrashingNightTest {

  private static final int STEPS = 120;
  private static final long COOLDOWN = 180_000;
  private static final long HOUR = 3_600_000;

  @Property(tries = 10)
  void whatIsCommittedKeepsTheRules(@ForAll @LongRange(min = 0, max = 1_000_000) long seed)
      throws Exception {
    try (CrashingNight night = new CrashingNight(seed)) {
      for (int step = 0; step < STEPS; step++) {
        night.step();
        assertThat(night.unanswered()).as("at most two at once").isLessThanOrEqualTo(2);
      }
      night.checkpoint();
      noKeyTwice(night);
      assertThat(night.requestsWhileHalted).as("halt is obeyed").isEmpty();
      assertThat(night.committed).isNotEmpty();
      wellFormed(night.committed);
      limits(night.committed);
    }
  }

  private static void noKeyTwice(CrashingNight night) {
    Set<String> keys = new HashSet<>();
    assertThat(night.requests).extracting(ActionRequest::getKey).allMatch(keys::add);
    assertThat(night.calls).extracting(Notification::getId).allMatch(keys::add);
  }

  /** Revisions follow each other, and every move is one of the life cycle. */
  private static void wellFormed(List<Incident> snapshots) {
    Map<String, Incident> last = new HashMap<>();
    for (Incident incident : snapshots) {
      Incident before = last.put(incident.getId(), incident);
      assertThat(incident.getRevision()).isEqualTo(before == null ? 1 : before.getRevision() + 1);
      for (Transition row : incident.getHistory()) {
        boolean moved = row.getFrom() != null && row.getFrom() != row.getTo();
        assertThat(!moved || Lifecycle.allows(row.getFrom(), row.getTo()))
            .as("%s -> %s", row.getFrom(), row.getTo())
            .isTrue();
      }
    }
  }

  /** Cool-down and hourly number, from the newest word about each action that was asked for. */
  private static void limits(List<Incident> snapshots) {
    Map<String, PlannedAction> asked = new HashMap<>();
    for (Incident incident : snapshots) {
      for (PlannedAction action : incident.getActions()) {
        if (action.getRequestedAt() != 0 && !action.getUndo()) {
          asked.put(action.getKey(), action);
        }
      }
    }
    Map<String, List<Long>> byAction = new HashMap<>();
    Map<String, List<Long>> byTarget = new HashMap<>();
    asked.values().stream()
        .sorted(Comparator.comparingLong(PlannedAction::getRequestedAt))
        .forEach(
            action -> {
              String key = action.getTarget() + " " + action.getAction();
              byAction.computeIfAbsent(key, k -> new ArrayList<>()).add(action.getRequestedAt());
              byTarget
                  .computeIfAbsent(action.getTarget(), k -> new ArrayList<>())
                  .add(action.getRequestedAt());
            });
    byAction.forEach(
        (key, times) -> {
          for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).as(key).isGreaterThanOrEqualTo(COOLDOWN);
          }
        });
    byTarget.forEach(
        (target, times) -> {
          for (long time : times) {
            assertThat(times.stream().filter(t -> t <= time && time - t < HOUR).count())
                .as(target)
                .isLessThanOrEqualTo(6);
          }
        });
  }
}
