package dev.nightshift.job.projection;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the incident database to the newest schema. Repeating it changes nothing; several
 * processes may do it at once, since Flyway takes a lock in the database.
 *
 * <p>It keeps its own history table, so that other parts of Nightshift can migrate their tables in
 * the same database.
 */
public final class DatabaseMigration {

  static final String HISTORY_TABLE = "projection_schema_history";
  private static final String LOCATION = "classpath:db/migration";
  private static final int LONGEST_WAIT_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseMigration.class);

  private DatabaseMigration() {}

  /**
   * Migrates.
   *
   * @param connectAttempts how often to try again if the database does not answer: waits of 1, 2,
   *     4, 8, then 10 seconds lie between the attempts
   * @return how many migrations were applied; 0 if the schema was up to date
   * @throws DatabaseMigrationException if the database cannot be reached, refuses the user, or
   *     holds something else under the names of our tables
   */
  public static int migrate(String jdbcUrl, String user, String password, int connectAttempts) {
    try {
      int applied =
          Flyway.configure(DatabaseMigration.class.getClassLoader())
              .dataSource(jdbcUrl, user, password)
              .locations(LOCATION)
              .table(HISTORY_TABLE)
              // The actuator's ledger may stand in the same database before us.
              .baselineOnMigrate(true)
              .baselineVersion("0")
              .connectRetries(connectAttempts)
              .connectRetriesInterval(LONGEST_WAIT_SECONDS)
              .load()
              .migrate()
              .migrationsExecuted;
      LOG.info("Incident database {} is up to date, {} migrations applied", jdbcUrl, applied);
      return applied;
    } catch (FlywayException e) {
      throw new DatabaseMigrationException(
          "the incident database at "
              + jdbcUrl
              + " (user "
              + user
              + ") could not be brought up to date: "
              + rootMessage(e),
          e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getName() : root.getMessage().strip();
  }
}
