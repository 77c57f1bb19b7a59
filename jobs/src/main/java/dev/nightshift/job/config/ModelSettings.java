package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where models come from and how they come into force.
 *
 * @param store directory or object-store prefix; null for none (streaming detectors only)
 * @param poll how often the store is looked at
 * @param batch largest micro-batch, in windows
 * @param forests entities per task that may have a random cut forest while they have no model
 */
public record ModelSettings(URI store, Duration poll, Promotion promotion, int batch, int forests) {

  /** When a new version's scores begin to count. */
  public enum Promotion {
    /** When a person moves the champion file. */
    MANUAL,
    /** As soon as it is verified. */
    IMMEDIATE,
    /** After it has agreed with the champion on live traffic. */
    GUARDED
  }

  static ModelSettings read(ConfigNode root, Path base) {
    ConfigNode node = root.has("models") ? root.get("models") : JobFile.empty(root, "models");
    node.allow("store", "poll", "promotion", "batch", "forests");
    return new ModelSettings(
        node.has("store") ? JobFile.location(base, node.text("store")) : null,
        node.duration("poll", Duration.ofSeconds(5)),
        node.choice("promotion", Promotion.class, Promotion.GUARDED),
        (int) node.integer("batch", 128, 1, 4096),
        (int) node.integer("forests", 200, 0, 100_000));
  }
}
