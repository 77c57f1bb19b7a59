package dev.nightshift.job.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;

/**
 * Writes one of our own records in Avro's single-object encoding (Avro 1.12 specification, "Single
 * object encoding"): two marker bytes, the schema's fingerprint, the record.
 */
public final class ContractEncoder<T extends SpecificRecordBase>
    implements SerializationSchema<T>, ResultTypeQueryable<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private transient BinaryMessageEncoder<T> encoder;

  public ContractEncoder(Class<T> type) {
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    SpecificData data = SpecificData.getForClass(type);
    encoder = new BinaryMessageEncoder<>(data, data.getSchema(type));
  }

  @Override
  public byte[] serialize(T contract) {
    try {
      return encoder.encode(contract).array();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a " + type.getSimpleName(), e);
    }
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return TypeInformation.of(type);
  }
}
