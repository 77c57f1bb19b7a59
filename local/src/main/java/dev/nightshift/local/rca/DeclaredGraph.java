package dev.nightshift.local.rca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.replay.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Call relations from a file: an adjacency matrix (PetShop: the row calls the column where the
 * field is not 0), a list with the columns {@code Source} and {@code Target}, or JSON: objects with
 * {@code source} and {@code target}, in an array or under {@code edges}.
 */
final class DeclaredGraph {

  /** How X-Ray names callees that send no trace of their own: their callers tell of them. */
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String REMOTE = "_remote";

  /**
   * One relation.
   *
   * @param remote whether only callers tell of the callee
   */
  record Edge(String caller, String callee, boolean remote) {}

  private DeclaredGraph() {}

  static List<Edge> read(Path file) throws IOException {
    return file.toString().endsWith(".json") ? readJson(file) : readCsv(file);
  }

  private static List<Edge> readJson(Path file) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
    List<Edge> edges = new ArrayList<>();
    for (JsonNode node : root.isArray() ? root : root.path("edges")) {
      if (!node.path("source").isTextual() || !node.path("target").isTextual()) {
        throw new IOException(
            file
                + ": edge "
                + (edges.size() + 1)
                + " should have 'source' and 'target', not "
                + node);
      }
      edges.add(edge(node.path("source").asText(), node.path("target").asText()));
    }
    return edges;
  }

  private static List<Edge> readCsv(Path file) throws IOException {
    try (CsvFile csv = new CsvFile(file)) {
      List<String> header = csv.next();
      if (header == null) {
        throw new IOException(file + " is empty; an adjacency matrix or Source,Target is expected");
      }
      List<String> names = header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
      int source = names.indexOf("source");
      int target = names.indexOf("target");
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
