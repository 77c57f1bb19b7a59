package dev.nightshift.job.projection;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How rows of one kind are written to one table: a single upsert whose repetition changes nothing,
 * and which leaves a newer row alone. Immutable; {@code with…} methods give a larger copy.
 *
 * @param <R> the row
 */
final class Table<R> implements RowBatch<R> {

  private static final long serialVersionUID = 1L;

  /** Reads a column's value from a row. */
  interface Getter<R, V> extends Serializable {
    V get(R row);
  }

  /** Sets one parameter of a statement. */
  interface Setter<R> extends Serializable {
    void set(PreparedStatement statement, int index, R row) throws SQLException;
  }

  private record Column<R>(String name, String parameter, String onConflict, Setter<R> setter)
      implements Serializable {}

  private final String name;
  private final List<String> key;
  private final String guard;
  private final String onConflict;
  private final List<Column<R>> columns;

  private Table(
      String name, List<String> key, String guard, String onConflict, List<Column<R>> columns) {
    this.name = name;
    this.key = key;
    this.guard = guard;
    this.onConflict = onConflict;
    this.columns = columns;
  }

  /** A table without columns yet, with its primary key. */
  static <R> Table<R> named(String name, String... key) {
    return new Table<>(name, List.of(key), "", "excluded.{c}", List.of());
  }

  /** An SQL condition on {@code excluded} (the new row) and the table: only then is it replaced. */
  Table<R> replacedIf(String condition) {
    return new Table<>(name, key, condition, onConflict, columns);
  }

  /** The value that the columns added from now on get in a row that exists; {c} is the column. */
  Table<R> onConflict(String expression) {
    return new Table<>(name, key, guard, expression, columns);
  }

  /** A text; may be null. */
  Table<R> text(String column, Getter<R, String> getter) {
    return with(column, "?", (ps, i, row) -> ps.setString(i, getter.get(row)));
  }

  /** A text whose empty string means null. */
  Table<R> optional(String column, Getter<R, String> getter) {
    return with(
        column,
        "?",
        (ps, i, row) -> {
          String value = getter.get(row);
          ps.setString(i, value == null || value.isEmpty() ? null : value);
        });
  }

  /** JSON, written; may be null. */
  Table<R> json(String column, Getter<R, String> getter) {
    return with(column, "?::jsonb", (ps, i, row) -> ps.setString(i, getter.get(row)));
  }

  Table<R> texts(String column, Getter<R, String[]> getter) {
    return with(
        column,
        "?",
        (ps, i, row) -> ps.setArray(i, ps.getConnection().createArrayOf("text", getter.get(row))));
  }

  /** Epoch milliseconds; 0 means null. */
  Table<R> time(String column, Getter<R, Long> getter) {
    return with(
        column,
        "?::timestamptz",
        (ps, i, row) -> {
          long millis = getter.get(row);
          ps.setObject(
              i, millis == 0 ? null : Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
        });
  }

  /** A whole number, floating point number or boolean of the SQL type given; may be null. */
  Table<R> value(String column, String type, Getter<R, ?> getter) {
    return with(column, "?::" + type, (ps, i, row) -> ps.setObject(i, getter.get(row)));
  }

  private Table<R> with(String column, String parameter, Setter<R> setter) {
    List<Column<R>> more = new ArrayList<>(columns);
    more.add(new Column<>(column, parameter, onConflict, setter));
    return new Table<>(name, key, guard, onConflict, more);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void write(Connection connection, List<R> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(statement())) {
      for (R row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** The upsert, with one parameter for each column. */
  String statement() {
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    String values = columns.stream().map(Column::parameter).collect(Collectors.joining(", "));
    String updates =
        columns.stream()
            .filter(column -> !key.contains(column.name()))
            .map(
                column -> column.name() + " = " + column.onConflict().replace("{c}", column.name()))
            .collect(Collectors.joining(", "));
    return "insert into %s (%s) values (%s) on conflict (%s) do update set %s%s"
        .formatted(
            name,
            names,
            values,
            String.join(", ", key),
            updates,
            guard.isEmpty() ? "" : " where " + guard);
  }

  /** Sets the parameters of {@link #statement()}. */
  void bind(PreparedStatement statement, R row) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).setter().set(statement, i + 1, row);
    }
  }
}
