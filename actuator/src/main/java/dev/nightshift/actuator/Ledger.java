package dev.nightshift.actuator;

import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The memory of all actuators together. A key goes CLAIMED, EXECUTING, DONE, or straight to DONE if
 * it is refused, and back only while nothing was sent. Claimed rows are a queue that every actuator
 * serves; an executing row belongs to its owner for as long as the owner renews the lease.
 * Thread-safe.
 */
final class Ledger {

  private static final String HALTED =
      "EXISTS (SELECT 1 FROM automation_halt h WHERE h.halted"
          + " AND h.scope IN ('*', ledger.system, ledger.target))";

  private final LedgerDatabase database;
  private final ActuatorConfig config;
  private final Admission admission;
  private final ClaimLimits limits;
  private final Clock clock;
  private final String owner;

  /**
   * Makes one actuator's view of the ledger.
   *
   * @param owner unique for each start of an actuator
   */
  Ledger(LedgerDatabase database, ActuatorConfig config, Clock clock, String owner) {
    this.database = database;
    this.config = config;
    this.admission = new Admission(config);
    this.limits = new ClaimLimits(config);
    this.clock = clock;
    this.owner = owner;
  }

  /** Checks every limit and claims or refuses the key, in one transaction. */
  Claim claim(ActionRequest request) throws SQLException {
    byte[] bytes = LedgerRows.bytes(request);
    return database.decision(
        db -> {
          Optional<byte[]> known = LedgerRows.request(db, request.getKey());
          if (known.isPresent()) {
            return Arrays.equals(known.get(), bytes) ? Claim.DUPLICATE : Claim.CONFLICT;
          }
          Instant now = clock.instant();
          Optional<String> refusal = admission.refusal(request, now);
          if (refusal.isEmpty()) {
            refusal = limits.broken(db, request, now);
          }
          boolean refused = refusal.isPresent();
          String sql =
              "INSERT INTO ledger (key, incident, system, action, target, undo, request, state,"
                  + " outcome, detail, dry_run, expires_at, claimed_at, finished_at)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
          int rows =
              LedgerDatabase.update(
                  db,
                  sql,
                  request.getKey(),
                  request.getIncident(),
                  request.getSystem(),
                  request.getAction(),
                  request.getTarget(),
                  request.getUndo(),
                  bytes,
                  refused ? "DONE" : "CLAIMED",
                  refused ? Outcome.REFUSED.name() : null,
                  refusal.orElse(""),
                  admission.dryRun(request),
                  expiry(request),
                  now,
                  refused ? Timestamp.from(now) : null);
          return rows == 0 ? Claim.DUPLICATE : refused ? Claim.REFUSED : Claim.CLAIMED;
        });
  }

  /** Refuses what waits although it was halted or has expired; returns how many. */
  int sweep() throws SQLException {
    return database.decision(db -> refuseHalted(db) + refuseExpired(db));
  }

  /** Begins the oldest claims whose targets are free, and makes them this owner's. */
  List<LedgerEntry> start(int most) throws SQLException {
    String sql =
        "UPDATE ledger SET state = 'EXECUTING', owner = ?, started_at = ?, lease_until ="
            + " clock_timestamp() + ? * interval '1 millisecond' WHERE key IN (SELECT key FROM"
            + " ledger WHERE state = 'CLAIMED' AND expires_at >= ? AND NOT "
            + HALTED
            + " AND NOT EXISTS (SELECT 1 FROM ledger o WHERE o.target = ledger.target"
            + " AND o.state <> 'DONE' AND o.seq < ledger.seq) ORDER BY seq LIMIT ?)"
            + " RETURNING request, dry_run";
    return database.decision(
        db -> {
          Instant now = clock.instant();
          return LedgerRows.entries(
              db, false, sql, owner, now, config.lease().toMillis(), now, most);
        });
  }

  /** Makes interrupted actions this owner's, whose own owner has been silent for too long. */
  List<LedgerEntry> takeOver(int most) throws SQLException {
    String sql =
        "UPDATE ledger SET owner = ?, takeovers = takeovers + 1, lease_until = clock_timestamp()"
            + " + ? * interval '1 millisecond' WHERE key IN (SELECT key FROM ledger WHERE"
            + " state = 'EXECUTING' AND owner <> ? AND lease_until < clock_timestamp()"
            + " ORDER BY seq LIMIT ?) RETURNING request, dry_run";
    return database.decision(
        db -> LedgerRows.entries(db, true, sql, owner, config.lease().toMillis(), owner, most));
  }

  /** Says that this owner is alive. */
  void renew(Duration lease) throws SQLException {
    String sql =
        "UPDATE ledger SET lease_until = clock_timestamp() + ? * interval '1 millisecond'"
            + " WHERE owner = ? AND state = 'EXECUTING'";
    database.transaction(db -> LedgerDatabase.update(db, sql, lease.toMillis(), owner));
  }

  /** Lets go of what this owner leaves unfinished, so that recovery need not wait. */
  void release() throws SQLException {
    renew(Duration.ofMillis(-1));
  }

  /**
   * Puts an action that this owner began, but certainly never sent, back into the queue.
   *
   * @return false if it is not this owner's any more, or an earlier owner may have sent it
   */
  boolean putBack(String key) throws SQLException {
    String sql =
        "UPDATE ledger SET state = 'CLAIMED', owner = NULL, lease_until = NULL, started_at = NULL"
            + " WHERE key = ? AND owner = ? AND state = 'EXECUTING' AND takeovers = 0";
    return database.transaction(db -> LedgerDatabase.update(db, sql, key, owner)) == 1;
  }

  /** Records an outcome; false if the action is not this owner's any more. */
  boolean finish(String key, ProviderAnswer answer) throws SQLException {
    String sql =
        "UPDATE ledger SET state = 'DONE', outcome = ?, detail = ?, attempts = ?, finished_at = ?"
            + " WHERE key = ? AND owner = ? AND state = 'EXECUTING'";
    return database.transaction(
            db ->
                LedgerDatabase.update(
                    db,
                    sql,
                    answer.outcome().name(),
                    answer.detail(),
                    answer.attempts(),
                    clock.instant(),
                    key,
                    owner))
        == 1;
  }

  /**
   * Hands one finished, unreported result to the reporter and marks it as reported when that
   * returns. The row stays locked meanwhile, so that no other actuator reports it too.
   *
   * @return whether there was one
   */
  boolean report(Reporter reporter) throws SQLException {
    return database.transaction(
        db -> {
          Optional<ActionResult> result = LedgerRows.unreported(db);
          if (result.isPresent()) {
            reporter.report(result.get());
            String sql = "UPDATE ledger SET reported = true WHERE key = ?";
            LedgerDatabase.update(db, sql, result.get().getKey());
          }
          return result.isPresent();
        });
  }

  /** Takes a result out of the ledger; an exception leaves it unreported. */
  @FunctionalInterface
  interface Reporter {
    void report(ActionResult result);
  }

  /** Obeys HALT or RESUME, and refuses what waits in a halted scope. */
  Obedience control(ControlMessage message) throws SQLException {
    boolean halt = message.getKind() == ControlKind.HALT;
    return database.decision(
        db -> {
          if (!HaltTable.firstSight(db, message.getId(), clock.instant())) {
            return Obedience.REPLAYED;
          }
          Instant at = Instant.ofEpochMilli(message.getAt());
          boolean newest =
              HaltTable.write(
                  db, message.getScope(), halt, message.getReason(), message.getAuthor(), at);
          refuseHalted(db);
          return newest ? Obedience.OBEYED : Obedience.OUTDATED;
        });
  }

  /** Why automation is halted for a target; empty if it is not. */
  Optional<String> halted(String system, String target) throws SQLException {
    return database.transaction(db -> HaltTable.reason(db, system, target));
  }

  private int refuseHalted(Connection db) throws SQLException {
    String sql =
        "UPDATE ledger SET state = 'DONE', outcome = 'REFUSED', finished_at = ?,"
            + " detail = 'automation was halted' WHERE state = 'CLAIMED' AND "
            + HALTED;
    return LedgerDatabase.update(db, sql, clock.instant());
  }

  private int refuseExpired(Connection db) throws SQLException {
    Instant now = clock.instant();
    String sql =
        "UPDATE ledger SET state = 'DONE', outcome = 'REFUSED', finished_at = ?,"
            + " detail = 'expired while it waited' WHERE state = 'CLAIMED' AND expires_at < ?";
    return LedgerDatabase.update(db, sql, now, now);
  }

  private Instant expiry(ActionRequest request) {
    long oldest = request.getDecidedAt() + config.requestMaxAge().toMillis();
    long expires = request.getExpiresAt();
    return Instant.ofEpochMilli(expires > 0 ? Math.min(expires, oldest) : oldest);
  }
}
