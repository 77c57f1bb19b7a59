package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.models.PromotionRule;
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
    URI store, Duration poll, PromotionRule.Mode promotion, int batch, int forests) {

  private static final Duration SHORTEST_POLL = Duration.ofMillis(100);

  static ModelSettings read(ConfigNode root, Path base) {
    ConfigNode node = root.has("models") ? root.get("models") : JobFile.empty(root, "models");
    node.allow("store", "poll", "promotion", "batch", "forests");
    Duration poll = node.duration("poll", Duration.ofSeconds(5));
    if (poll.compareTo(SHORTEST_POLL) < 0) {
      throw node.get("poll").error("expected at least 100ms");
    }
    return new ModelSettings(
        node.has("store") ? JobFile.location(base, node.get("store")) : null,
        poll,
        node.choice("promotion", PromotionRule.Mode.class, PromotionRule.Mode.GUARDED),
        (int) node.integer("batch", 128, 1, 4096),
        (int) node.integer("forests", 200, 0, 100_000));
  }
}
