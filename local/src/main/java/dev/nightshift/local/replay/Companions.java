package dev.nightshift.local.replay;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What may lie beside {@code metrics.csv}: {@code spans.csv}, {@code logs.csv} and {@code
 * events.jsonl}; the tables also with {@code .gz}. Columns are found by their names.
 */
final class Companions {

  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  private final String[] system;

  private Companions(String[] system) {
    this.system = system;
  }

  /** Readers of the files that are there. */
  static List<ReplayReader> beside(Path metrics, String dataset, ReplayOptions options)
      throws IOException {
    Path directory = metrics.toAbsolutePath().getParent();
    Companions companions = new Companions(options.systemParts(dataset));
    List<ReplayReader> readers = new ArrayList<>();
    Path spans = ReplayLayouts.csv(directory, "spans");
    if (spans != null) {
      readers.add(new ListReader(SpanTable.read(spans, companions)));
    }
    Path logs = ReplayLayouts.csv(directory, "logs");
    if (logs != null) {
      readers.add(new ListReader(LogTable.read(logs, companions)));
    }
    Path events = directory.resolve("events.jsonl");
    if (Files.isRegularFile(events)) {
      readers.add(new ListReader(EventFile.read(events, companions)));
    }
    return readers;
  }

  /**
   * @param instance empty if unknown
   */
  Resource resource(String service, String instance) {
    return OtlpWriter.resource(system, "service.name", service, instance);
  }

  static ByteString traceId(String text) {
    return id(text, TRACE_ID_BYTES);
  }

  static ByteString spanId(String text) {
    return id(text, SPAN_ID_BYTES);
  }

  /** Hexadecimal of the right length as it is; of any other text, a digest. */
  private static ByteString id(String text, int bytes) {
    if (text.length() == 2 * bytes && text.chars().allMatch(HexFormat::isHexDigit)) {
      return ByteString.copyFrom(HexFormat.of().parseHex(text));
    }
    UUID digest = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    String hex =
        String.format(
            "%016x%016x", digest.getMostSignificantBits(), digest.getLeastSignificantBits());
    return ByteString.copyFrom(HexFormat.of().parseHex(hex.substring(0, 2 * bytes)));
  }

  /** One row by the names of its columns. */
  static final class Columns {

    private final List<String> header;

    /**
     * @param needed names of columns that have to be there; {@code a|b} for either
     */
    Columns(CsvFile csv, List<String> header, String... needed) throws IOException {
      if (header == null) {
        throw new IOException(csv.where() + ": the file is empty");
      }
      this.header = header.stream().map(name -> name.trim().toLowerCase(Locale.ROOT)).toList();
      for (String name : needed) {
        if (at(name) < 0) {
          throw new IOException(
              csv.where()
                  + ": no column "
                  + name.replace("|", " or ")
                  + "; there are "
                  + String.join(", ", header));
        }
      }
    }

    /** The field, empty where column or field is missing. */
    String of(List<String> row, String names) {
      int at = at(names);
      return at < 0 || at >= row.size() ? "" : row.get(at).trim();
    }

    private int at(String names) {
      for (String name : names.split("\\|")) {
        int at = header.indexOf(name);
        if (at >= 0) {
          return at;
        }
      }
      return -1;
    }
  }
}
