package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose word the job obeys.
 *
 * @param installation the name that messages have to be signed for; empty for none
 * @param keys that people's messages are signed with
 */
public record ControlSettings(String installation, List<ControlKey> keys) implements Serializable {

  /** Nobody's. */
  public static final ControlSettings NOBODY = new ControlSettings("", List.of());

  public ControlSettings {
    keys = List.copyOf(keys);
  }

  /** Reads {@code installation} and {@code control_keys} of a job file. */
  static ControlSettings read(ConfigNode root) {
    List<ControlKey> keys = new ArrayList<>();
    for (ConfigNode entry : root.list("control_keys")) {
      ControlKey key = ControlKey.read(entry);
      if (keys.stream().anyMatch(other -> other.id().equals(key.id()))) {
        throw entry.get("id").error("another control key has the id '" + key.id() + "'");
      }
      keys.add(key);
    }
    return new ControlSettings(root.text("installation", ""), keys);
  }
}
