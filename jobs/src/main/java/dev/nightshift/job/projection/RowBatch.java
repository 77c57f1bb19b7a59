package dev.nightshift.job.projection;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes rows in a transaction of the caller's; writing them once more has to change nothing.
 *
 * @param <R> the row
 */
interface RowBatch<R> extends Serializable {

  /** The table's name. */
  String name();

  void write(Connection connection, List<R> rows) throws SQLException;
}
