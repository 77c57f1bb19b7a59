package dev.nightshift.local.forecast;

import java.util.ArrayList;
import java.util.List;

/** How one source of alarms did on series of one kind. */
final class ForecastFigures {

  /** An alarm that begins later than this before the limit is hit helps nobody. */
  static final int LEAST_LEAD_STEPS = 10;

  /** An alarm counts if it was still on so shortly before the limit was hit. */
  private static final int UNTIL_STEPS = 30;

  int exhaustions;
  int foreseen;
  int falseAlarms;
  long innocentSteps;
  final List<Integer> falseAt = new ArrayList<>();
  final List<Integer> leads = new ArrayList<>();

  /**
   * Share of the leak's own length that was left when the alarm came, for each that was foreseen.
   */
  final List<Double> leadShares = new ArrayList<>();

  /** Runs one series through. */
  void run(SimulatedSeries series, AlarmSource source) {
    int onSince = -1;
    int lastOn = -1;
    boolean on = false;
    int guilty = series.leakFrom() < 0 ? Integer.MAX_VALUE : series.leakFrom();
    int innocent = Math.min(series.values().length, series.innocentUntil());
    for (int i = 0; i < series.values().length; i++) {
      boolean now = source.accept((i + 1) * 60_000L, series.values()[i], SimulatedSeries.LIMIT);
      if (now && !on && i < innocent) {
        falseAlarms++;
        falseAt.add(i);
      }
      if (now && (!on || onSince < 0) && i >= guilty) {
        onSince = i;
      }
      if (now) {
        lastOn = i;
      }
      // An alarm that was off for longer began anew.
      if (!now && lastOn >= 0 && i - lastOn > UNTIL_STEPS) {
        onSince = -1;
      }
      on = now;
    }
    innocentSteps += innocent;
    if (series.exhaustedAt() >= 0) {
      exhaustions++;
      int lead = series.exhaustedAt() - onSince;
      if (onSince >= 0
          && lead >= LEAST_LEAD_STEPS
          && series.exhaustedAt() - lastOn <= UNTIL_STEPS) {
        foreseen++;
        leads.add(lead);
        leadShares.add(lead / (double) (series.exhaustedAt() - series.leakFrom()));
      }
    }
  }

  void add(ForecastFigures other) {
    exhaustions += other.exhaustions;
    foreseen += other.foreseen;
    falseAlarms += other.falseAlarms;
    innocentSteps += other.innocentSteps;
    leads.addAll(other.leads);
    leadShares.addAll(other.leadShares);
  }

  double falseAlarmsPerDay() {
    return innocentSteps == 0 ? 0 : falseAlarms * 1440.0 / innocentSteps;
  }

  /** Minutes; NaN if nothing was foreseen. */
  double medianLead() {
    return leads.isEmpty() ? Double.NaN : leads.stream().sorted().toList().get(leads.size() / 2);
  }

  double medianLeadShare() {
    return leadShares.isEmpty()
        ? Double.NaN
        : leadShares.stream().sorted().toList().get(leadShares.size() / 2);
  }
}
