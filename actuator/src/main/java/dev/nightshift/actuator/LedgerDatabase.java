package dev.nightshift.actuator;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The schema {@code actuator} in PostgreSQL and short transactions in it. Connections are kept for
 * the next transaction and thrown away after any error. Thread-safe.
 */
final class LedgerDatabase implements AutoCloseable {

  /** Work inside one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** Any fixed number: the advisory lock under which all decisions of all actuators are made. */
  private static final long DECISION_LOCK = 0x6e696768747368L;

  private static final String SCHEMA = "actuator";

  private final DataSource source;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

  private LedgerDatabase(DataSource source) {
    this.source = source;
  }

  /** Connects, and brings the schema up to date; its history has a table of its own. */
  static LedgerDatabase open(ActuatorConfig.Database config) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(config.user());
    source.setPassword(config.password().reveal());
    source.setCurrentSchema(SCHEMA);
    source.setApplicationName("nightshift-actuator");
    source.setConnectTimeout(5);
    source.setSocketTimeout(60);
    source.setTcpKeepAlive(true);
    Flyway.configure()
        .dataSource(source)
        .defaultSchema(SCHEMA)
        .createSchemas(true)
        .table("actuator_schema_history")
        .locations("classpath:db/actuator")
        .load()
        .migrate();
    return new LedgerDatabase(source);
  }

  <T> T transaction(Work<T> work) throws SQLException {
    Connection kept = idle.pollFirst();
    Connection connection = kept != null ? kept : connect();
    boolean done = false;
    try {
      T result = work.in(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (done) {
        idle.addFirst(connection);
      } else {
        // Closing rolls back; whatever was wrong with the connection goes with it.
        connection.close();
      }
    }
  }

  /**
   * A transaction that sees all decisions before it and is seen by all after it. Repairs are few,
   * so that one lock is cheap; it makes every limit exact however many actuators there are.
   */
  <T> T decision(Work<T> work) throws SQLException {
    return transaction(
        connection -> {
          try (PreparedStatement lock =
              connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, DECISION_LOCK);
            lock.execute();
          }
          return work.in(connection);
        });
  }

  /** Prepares a statement with its parameters; an instant becomes a time stamp. */
  static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      statement.setObject(i + 1, value instanceof Instant at ? Timestamp.from(at) : value);
    }
    return statement;
  }

  static int update(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  private Connection connect() throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public void close() throws SQLException {
    for (Connection c = idle.pollFirst(); c != null; c = idle.pollFirst()) {
      c.close();
    }
  }
}
