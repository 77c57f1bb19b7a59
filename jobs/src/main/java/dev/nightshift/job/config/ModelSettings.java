package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.learn.PromotionRule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where models come from and how they come into force.
 *
 * @param store directory or object-store prefix; null for none (streaming detectors only)
 * @param poll how often the store is looked at
 * @param promotion when a new version's scores begin to count
 * @param batch largest micro-batch, in windows
 * @param forests entities per task that may have a random cut forest while they have no model
 */
public record ModelSettings(
    URI store, Duration poll, PromotionRule promotion, int batch, int forests) {

  private static final Duration SHORTEST_POLL = Duration.ofMillis(100);

  static ModelSettings read(ConfigNode root, Path base) {
    ConfigNode node = root.has("models") ? root.get("models") : JobFile.empty(root, "models");
    node.allow("store", "poll", "promotion", "batch", "forests", "guard");
    Duration poll = node.duration("poll", Duration.ofSeconds(5));
    if (poll.compareTo(SHORTEST_POLL) < 0) {
      throw node.get("poll").error("expected at least 100ms");
    }
    return new ModelSettings(
        node.has("store") ? JobFile.location(base, node.get("store")) : null,
        poll,
        rule(node),
        (int) node.integer("batch", 128, 1, 4096),
        (int) node.integer("forests", 200, 0, 100_000));
  }

  private static PromotionRule rule(ConfigNode models) {
    PromotionRule standard =
        PromotionRule.of(
            models.choice("promotion", PromotionRule.Mode.class, PromotionRule.Mode.GUARDED));
    ConfigNode node = models.has("guard") ? models.get("guard") : JobFile.empty(models, "guard");
    node.allow("windows", "alarm_ratio", "shared_alarms", "score_drift", "probation");
    return new PromotionRule(
        standard.mode(),
        node.integer("windows", standard.minWindows(), 1, Long.MAX_VALUE),
        number(node, "alarm_ratio", standard.maxAlarmRatio(), 1, 1000),
        number(node, "shared_alarms", standard.minSharedShare(), 0, 1),
        number(node, "score_drift", standard.maxScoreDrift(), 0, 1000),
        node.integer("probation", standard.probation(), 0, Long.MAX_VALUE));
  }

  private static double number(
      ConfigNode node, String key, double standard, double least, double most) {
    return node.has(key) ? node.get(key).number(least, most) : standard;
  }
}
