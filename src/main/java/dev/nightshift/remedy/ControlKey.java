package dev.nightshift.remedy;

import java.nio.charset.StandardCharsets;

/** A secret that signs control messages, with the role that it gives. Never prints its secret. */
public final class ControlKey {

  /** Shorter secrets can be guessed offline from one signed message. */
  private static final int MIN_BYTES = 16;

  private final String id;
  private final Role role;
  private final byte[] secret;

  /**
   * A key from its text, taken as UTF-8.
   *
   * @throws IllegalArgumentException if the secret has less than 16 bytes
   */
  public ControlKey(String id, Role role, String secret) {
    this.id = id;
    this.role = role;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    if (this.secret.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "the secret of control key '" + id + "' needs at least " + MIN_BYTES + " bytes");
    }
  }

  public String id() {
    return id;
  }

  public Role role() {
    return role;
  }

  byte[] secret() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return "control key " + id + " (" + role + ")";
  }
}
