package dev.nightshift.job.serde;

import dev.nightshift.detect.ForestState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Keeps random cut forests alive in heap state: they become bytes only in checkpoints, and are
 * copied only while one is being written. The bytes carry their own format version.
 */
public final class ForestSerializer extends TypeSerializerSingleton<ForestState> {

  private static final long serialVersionUID = 1L;

  public static final ForestSerializer INSTANCE = new ForestSerializer();

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public ForestState createInstance() {
    return ForestState.create(1, 0);
  }

  @Override
  public ForestState copy(ForestState from) {
    try {
      return ForestState.fromBytes(from.toBytes());
    } catch (IOException e) {
      throw new IllegalStateException("a forest cannot read its own bytes", e);
    }
  }

  @Override
  public ForestState copy(ForestState from, ForestState reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(ForestState forest, DataOutputView target) throws IOException {
    byte[] bytes = forest.toBytes();
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  public ForestState deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return ForestState.fromBytes(bytes);
  }

  @Override
  public ForestState deserialize(ForestState reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public TypeSerializerSnapshot<ForestState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** What a savepoint remembers of the serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ForestState> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
