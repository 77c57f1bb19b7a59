package dev.nightshift.job.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What a savepoint keeps of one state: the snapshot of the serializer that wrote it, and the bytes
 * that it wrote.
 */
final class StateFile {

  private StateFile() {}

  /** What today's code would write. */
  static <T> byte[] bytes(Class<T> type, T state) throws IOException {
    TypeSerializer<T> serializer = today(type);
    DataOutputSerializer out = new DataOutputSerializer(1024);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    serializer.serialize(state, out);
    return out.getCopyOfBuffer();
  }

  /**
   * Reads a file as Flink restores a state with today's serializer.
   *
   * @throws IOException if it cannot be read, or never will be: the state is lost then
   */
  static <T> T read(Class<T> type, byte[] content) throws IOException {
    ClassLoader loader = StateFile.class.getClassLoader();
    DataInputDeserializer in = new DataInputDeserializer(content);
    TypeSerializerSnapshot<T> then = TypeSerializerSnapshot.readVersionedSnapshot(in, loader);
    TypeSerializer<T> today = today(type);
    TypeSerializerSchemaCompatibility<T> verdict =
        today.snapshotConfiguration().resolveSchemaCompatibility(then);
    if (verdict.isIncompatible()) {
      throw new IOException("today's serializer cannot read a " + type.getSimpleName());
    }
    TypeSerializer<T> reader =
        verdict.isCompatibleAfterMigration()
            ? then.restoreSerializer()
            : verdict.isCompatibleWithReconfiguredSerializer()
                ? verdict.getReconfiguredSerializer()
                : today;
    T state = reader.deserialize(in);
    if (in.available() != 0) {
      throw new IOException(in.available() + " bytes are left over of a " + type.getSimpleName());
    }
    return state;
  }

  private static <T> TypeSerializer<T> today(Class<T> type) {
    return TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
  }

  /**
   * Writes the files of a version that is new; those that exist are never written again. Run it
   * after a state type has grown, with the next version.
   *
   * <pre>java -cp ... dev.nightshift.job.state.StateFile jobs/src/test/resources/state v2</pre>
   */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    for (Object state : StateFixtures.all().values()) {
      Path file = directory.resolve(state.getClass().getSimpleName() + "." + args[1] + ".bin");
      if (!Files.exists(file)) {
        Files.write(file, bytesOf(state));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> byte[] bytesOf(T state) throws IOException {
    return bytes((Class<T>) state.getClass(), state);
  }
}
