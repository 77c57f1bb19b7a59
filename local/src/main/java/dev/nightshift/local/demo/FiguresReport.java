package dev.nightshift.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The figures of nights, for people and for programs. */
final class FiguresReport {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Two-sided 95 % of the normal distribution. */
  private static final double Z = 1.959964;

  private FiguresReport() {}

  /** In picocli's markup. */
  static String table(NightFigures figures) {
    return """

    @|bold The night in figures|@ @|faint (counted by the simulation)|@
      faults                 %d
      detected               %d
      diagnosed right        %s
      healed without people  %s
      false incidents        %d, and %d extra ones about a fault that had one
      wrong actions          %d of %d (%d at a wrong target), %d doubled, %d beyond limits
      time to detect         %s (median, shop time)
      time to heal           %s
      the same faults unhealed %s
    """
        .formatted(
            figures.faults(),
            figures.detected(),
            share(figures.diagnosedRight(), figures.faults()),
            share(figures.healedUnaided(), figures.faults()),
            figures.falseIncidents(),
            figures.extraIncidents(),
            figures.wrongActions(),
            figures.actions(),
            figures.wrongTargets(),
            figures.duplicateActions(),
            figures.limitViolations(),
            time(figures.secondsToDetect()),
            time(figures.secondsToHeal()),
            time(figures.secondsUnhealed()));
  }

  private static String share(int some, int of) {
    if (of == 0) {
      return "0";
    }
    double[] interval = wilson(some, of);
    return "%d of %d: %.1f %% (95 %% interval %.1f to %.1f)"
        .formatted(some, of, 100.0 * some / of, 100 * interval[0], 100 * interval[1]);
  }

  private static String time(List<Double> seconds) {
    double median = NightFigures.median(seconds);
    if (Double.isNaN(median)) {
      return "-";
    }
    Duration time = Duration.ofSeconds(Math.round(median));
    return "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart());
  }

  /** One object. */
  static String json(NightFigures figures) throws JsonProcessingException {
    return MAPPER.writeValueAsString(object(figures));
  }

  /** One object: the total, and under {@code seeds} the figures of each night. */
  static String json(Map<Long, NightFigures> bySeed, NightFigures total)
      throws JsonProcessingException {
    ObjectNode node = object(total);
    interval(node, "healed_unaided_interval", total.healedUnaided(), total.faults());
    interval(node, "diagnosed_right_interval", total.diagnosedRight(), total.faults());
    ArrayNode seeds = node.putArray("seeds");
    bySeed.forEach(
        (seed, figures) -> {
          ObjectNode one = MAPPER.createObjectNode().put("seed", seed);
          one.setAll(object(figures));
          seeds.add(one);
        });
    return MAPPER.writeValueAsString(node);
  }

  private static ObjectNode object(NightFigures figures) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("faults", figures.faults());
    node.put("detected", figures.detected());
    node.put("diagnosed_right", figures.diagnosedRight());
    number(node, "diagnosed_right_share", ratio(figures.diagnosedRight(), figures.faults()));
    node.put("healed_unaided", figures.healedUnaided());
    number(node, "healed_unaided_share", ratio(figures.healedUnaided(), figures.faults()));
    node.put("false_incidents", figures.falseIncidents());
    node.put("extra_incidents", figures.extraIncidents());
    number(node, "median_seconds_to_detect", NightFigures.median(figures.secondsToDetect()));
    number(node, "median_seconds_to_heal", NightFigures.median(figures.secondsToHeal()));
    number(node, "median_seconds_unhealed", NightFigures.median(figures.secondsUnhealed()));
    node.put("actions", figures.actions());
    node.put("wrong_targets", figures.wrongTargets());
    number(node, "wrong_target_share", ratio(figures.wrongTargets(), figures.actions()));
    node.put("wrong_actions", figures.wrongActions());
    node.put("duplicate_actions", figures.duplicateActions());
    node.put("limit_violations", figures.limitViolations());
    return node;
  }

  private static double ratio(long some, int of) {
    return of == 0 ? Double.NaN : (double) some / of;
  }

  /** JSON has no NaN. */
  private static void number(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }

  private static void interval(ObjectNode node, String name, int some, int of) {
    if (of > 0) {
      double[] interval = wilson(some, of);
      node.putArray(name).add(interval[0]).add(interval[1]);
    }
  }

  /** Wilson's score interval of a share, 95 % (Wilson, JASA 22, 1927). */
  static double[] wilson(int some, int of) {
    double share = (double) some / of;
    double centre = share + Z * Z / (2 * of);
    double half = Z * Math.sqrt(share * (1 - share) / of + Z * Z / (4.0 * of * of));
    double scale = 1 + Z * Z / of;
    return new double[] {(centre - half) / scale, (centre + half) / scale};
  }
}
