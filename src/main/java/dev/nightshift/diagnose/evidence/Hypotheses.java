package dev.nightshift.diagnose.evidence;

import dev.nightshift.contract.Evidence;
import dev.nightshift.contract.Stance;
import dev.nightshift.diagnose.FaultTypes;
import dev.nightshift.diagnose.evidence.Finding.Sign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which faults would show which signs at their own entity. A busy processor slows down its spans
 * and the calls to and from it; a slow network shows between entities alone; a fault in the code
 * shows in the path that it takes. Where something was changed shortly before, the change is to
 * blame for whichever of them it is.
 */
enum Hypotheses {
  CPU_SATURATION(FaultTypes.CPU_SATURATION, Sign.CPU) {
    @Override
    double weight(Map<Sign, Double> w) {
      if (w.get(Sign.CPU) <= 0) {
        return 0;
      }
      double effects = w.get(Sign.CPU) < PROVEN ? 0 : capped(w, Sign.SELF) + capped(w, Sign.GAP);
      return w.get(Sign.CPU) + w.get(Sign.MEMORY) + w.get(Sign.LATENCY) + effects;
    }
  },
  MEMORY_LEAK(FaultTypes.MEMORY_LEAK, Sign.MEMORY) {
    @Override
    double weight(Map<Sign, Double> w) {
      return w.get(Sign.MEMORY) <= 0
          ? 0
          : w.get(Sign.MEMORY) + w.get(Sign.LATENCY) + 0.3 * w.get(Sign.CPU);
    }
  },
  NETWORK_DELAY(FaultTypes.NETWORK_DELAY, Sign.GAP) {
    @Override
    double weight(Map<Sign, Double> w) {
      return w.get(Sign.GAP) + 0.2 * capped(w, Sign.STEP);
    }
  },
  CODE_FAULT(FaultTypes.CODE_FAULT, Sign.STEP) {
    @Override
    double weight(Map<Sign, Double> w) {
      return w.get(Sign.STEP) + 0.3 * w.get(Sign.ERRORS);
    }
  },
  FAILING(FaultTypes.FAILING_SERVICE, Sign.ERRORS) {
    @Override
    double weight(Map<Sign, Double> w) {
      return w.get(Sign.ERRORS) + 0.2 * w.get(Sign.LATENCY);
    }
  },
  SLOW(FaultTypes.SLOW_SERVICE, Sign.LATENCY) {
    @Override
    double weight(Map<Sign, Double> w) {
      return w.get(Sign.LATENCY) + 0.3 * capped(w, Sign.SELF) + 0.2 * w.get(Sign.ERRORS);
    }
  },
  RESOURCE(FaultTypes.UNKNOWN, Sign.OTHER_RESOURCE) {
    @Override
    double weight(Map<Sign, Double> w) {
      return 0.3 * w.get(Sign.OTHER_RESOURCE);
    }
  };

  /** The name that the patterns conclude with, too. */
  private static final String BAD_CONFIG = "bad_config";

  /** Below it a processor is not busy enough to slow anything down. */
  private static final double PROVEN = 3;

  private static final double MOST_OF_ONE_EFFECT = 15;

  /** Findings that say less are not worth a line. */
  private static final double WORTH_TELLING = 0.3;

  private final String faultType;
  private final Sign main;

  Hypotheses(String faultType, Sign main) {
    this.faultType = faultType;
    this.main = main;
  }

  /** All evidence for it together. */
  abstract double weight(Map<Sign, Double> weights);

  private static double capped(Map<Sign, Double> weights, Sign sign) {
    return Math.min(MOST_OF_ONE_EFFECT, weights.get(sign));
  }

  /** The likeliest fault of an entity. */
  static Cause best(String service, Map<Sign, Finding> findings, Blame.Share share) {
    Map<Sign, Double> weights = new EnumMap<>(Sign.class);
    for (Sign sign : Sign.values()) {
      weights.put(sign, share.of(sign, findings));
    }
    Hypotheses best = null;
    for (Hypotheses hypothesis : values()) {
      if (best == null || hypothesis.weight(weights) > best.weight(weights)) {
        best = hypothesis;
      }
    }
    Finding shown = findings.get(best.main);
    double shows = best.weight(weights);
    double change = Math.min(shows, changed(weights));
    return new Cause(
        service,
        shown == null ? service : shown.entity(),
        shows <= 0 ? FaultTypes.UNKNOWN : change > 0 ? blamed(weights) : best.faultType,
        shown == null ? "" : shown.region(),
        shows + change + Math.min(shows, weights.get(Sign.NOTICE)),
        0,
        evidence(findings, share));
  }

  /** What was changed counts no more than what it would have done. */
  private static double changed(Map<Sign, Double> weights) {
    return Math.max(weights.get(Sign.RELEASE), weights.get(Sign.CONFIGURATION));
  }

  private static String blamed(Map<Sign, Double> weights) {
    return weights.get(Sign.RELEASE) >= weights.get(Sign.CONFIGURATION)
        ? FaultTypes.BAD_DEPLOYMENT
        : BAD_CONFIG;
  }

  private static List<Evidence> evidence(Map<Sign, Finding> findings, Blame.Share share) {
    List<Evidence> evidence = new ArrayList<>();
    findings.forEach(
        (sign, finding) -> {
          if (finding.weight() >= WORTH_TELLING) {
            evidence.add(new Evidence(kind(sign), Stance.FOR, finding.text(), finding.weight()));
          }
        });
    evidence.addAll(share.against());
    evidence.sort(Comparator.comparingDouble(e -> -Math.abs(e.getWeight())));
    return evidence;
  }

  private static String kind(Sign sign) {
    return switch (sign) {
      case CPU, MEMORY, OTHER_RESOURCE, LATENCY, ERRORS -> "metric";
      case GAP, SELF -> "span";
      case STEP -> "log";
      case RELEASE, CONFIGURATION, NOTICE -> "change";
    };
  }
}
