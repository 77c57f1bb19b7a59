package dev.nightshift.local.rca;

import dev.nightshift.local.replay.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Call relations from a file: an adjacency matrix (PetShop: the row calls the column where the
 * field is not 0), or a list with the columns {@code Source} and {@code Target}.
 */
final class DeclaredGraph {

  /** How X-Ray names callees that send no trace of their own: their callers tell of them. */
  private static final String REMOTE = "_remote";

  /**
   * One relation.
   *
   * @param remote whether only callers tell of the callee
   */
  record Edge(String caller, String callee, boolean remote) {}

  private DeclaredGraph() {}

  static List<Edge> read(Path file) throws IOException {
    try (CsvFile csv = new CsvFile(file)) {
      List<String> header = csv.next();
      if (header == null) {
        throw new IOException(file + " is empty; an adjacency matrix or Source,Target is expected");
      }
      int source = header.indexOf("Source");
      int target = header.indexOf("Target");
      List<Edge> edges = new ArrayList<>();
      for (List<String> row = csv.next(); row != null; row = csv.next()) {
        if (row.size() < header.size()) {
          throw new IOException(
              csv.where() + ": " + row.size() + " fields; the first row has " + header.size());
        }
        if (source >= 0 && target >= 0) {
          edges.add(edge(row.get(source), row.get(target)));
          continue;
        }
        for (int i = 1; i < header.size(); i++) {
          if (csv.number(row.get(i)) > 0) {
            edges.add(edge(row.get(0), header.get(i)));
          }
        }
      }
      return edges;
    }
  }

  private static Edge edge(String caller, String callee) {
    return new Edge(caller, callee, callee.endsWith(REMOTE));
  }
}
