package dev.nightshift.actuator;

import dev.nightshift.contract.ActionRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The limits that depend on what else was claimed, counted under the ledger's decision lock. */
final class ClaimLimits {

  private static final String ACTIVE = "state <> 'DONE'";

  /** A refused request touched nothing: it uses up no limit. */
  private static final String COUNTED = "outcome IS DISTINCT FROM 'REFUSED' AND claimed_at > ?";

  private final ActuatorConfig config;

  ClaimLimits(ActuatorConfig config) {
    this.config = config;
  }

  /** The first limit that the request would break. */
  Optional<String> broken(Connection db, ActionRequest request, Instant now) throws SQLException {
    ActionRule rule = config.actions().get(request.getAction());
    ActuatorConfig.Limits all = config.limits();
    String action = request.getAction();
    String target = request.getTarget();
    Instant hourAgo = now.minus(Duration.ofHours(1));
    Optional<String> halt = HaltTable.reason(db, request.getSystem(), target);
    if (halt.isPresent()) {
      return halt;
    }
    if (count(db, ACTIVE) >= all.maxConcurrent()) {
      return Optional.of("limit: " + all.maxConcurrent() + " actions at once");
    }
    if (count(db, ACTIVE + " AND system = ?", request.getSystem())
        >= all.maxConcurrentPerSystem()) {
      return Optional.of("limit: " + all.maxConcurrentPerSystem() + " actions at once in a system");
    }
    if (count(db, ACTIVE + " AND action = ?", action) >= rule.maxConcurrent()) {
      return Optional.of("limit: " + rule.maxConcurrent() + " of " + action + " at once");
    }
    if (count(db, COUNTED, hourAgo) >= all.maxPerHour()) {
      return Optional.of("limit: " + all.maxPerHour() + " actions an hour");
    }
    if (count(db, COUNTED + " AND target = ?", hourAgo, target) >= all.maxPerTargetAndHour()) {
      return Optional.of("limit: " + all.maxPerTargetAndHour() + " actions an hour at a target");
    }
    String same = COUNTED + " AND target = ? AND action = ?";
    if (count(db, same, hourAgo, target, action) >= rule.maxPerTargetAndHour()) {
      return Optional.of(
          "limit: " + rule.maxPerTargetAndHour() + " of " + action + " an hour at a target");
    }
    Instant warm = now.minus(rule.coolDown());
    if (count(db, same + " AND undo = ?", warm, target, action, request.getUndo()) > 0) {
      return Optional.of("cool-down: " + rule.coolDown() + " between two of " + action);
    }
    return Optional.empty();
  }

  private static long count(Connection db, String condition, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement =
            LedgerDatabase.prepare(
                db, "SELECT count(*) FROM ledger WHERE " + condition, parameters);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
