package dev.nightshift.job.config;

import dev.nightshift.config.ConfigNode;
import dev.nightshift.config.SecretReference;
import dev.nightshift.remedy.Role;
import java.io.Serializable;
import java.util.Locale;

/**
 * A key that people's control messages are signed with.
 *
 * @param role {@code viewer}, {@code operator}, {@code approver} or {@code admin}
 */
public record ControlKey(String id, SecretReference secret, String role) implements Serializable {

  static ControlKey read(ConfigNode node) {
    node.allow("id", "secret", "role");
    return new ControlKey(
        node.text("id"),
        SecretReference.read(node.get("secret")),
        node.get("role").choice(Role.class).name().toLowerCase(Locale.ROOT));
  }
}
