package dev.nightshift.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;

/**
 * The schemas that were published first, one file a record: what is in topics and files out there
 * may be written with them. {@link #main} adds the files of records that are new; those that exist
 * are never written again, because nothing out there changes with them.
 *
 * <pre>java -cp ... dev.nightshift.contract.BaselineSchemas src/main/avro/baseline</pre>
 */
public final class BaselineSchemas {

  private BaselineSchemas() {}

  /** Today's schema of every record that we publish. */
  static List<Schema> today() {
    return Nightshift.PROTOCOL.getTypes().stream()
        .filter(type -> type.getType() == Schema.Type.RECORD)
        .toList();
  }

  static Path fileOf(Path directory, Schema record) {
    return directory.resolve(record.getName() + ".avsc");
  }

  /**
   * Writes what is missing.
   *
   * @param args the directory
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    Files.createDirectories(directory);
    for (Schema record : today()) {
      Path file = fileOf(directory, record);
      if (!Files.exists(file)) {
        Files.writeString(file, SchemaFormatter.format("json/pretty", record) + "\n");
      }
    }
  }
}
