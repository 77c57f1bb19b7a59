package dev.nightshift.job.serde;

import dev.nightshift.contract.Contracts;
import dev.nightshift.contract.DeadLetter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads one of our own records; what is not one goes to {@link Outputs#DEAD_LETTERS} with its
 * reason.
 */
public final class ContractDecoder<T extends SpecificRecordBase>
    extends ProcessFunction<byte[], T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final String source;
  private transient BinaryMessageDecoder<T> decoder;
  private transient Clock clock;

  /**
   * @param source topic that the bytes come from, for the dead letter
   */
  public ContractDecoder(Class<T> type, String source) {
    this.type = type;
    this.source = source;
  }

  @Override
  public void open(OpenContext context) {
    SpecificData data = SpecificData.getForClass(type);
    decoder = Contracts.decoder(data, data.getSchema(type));
    clock = Clock.systemUTC();
  }

  @Override
  public void processElement(byte[] payload, Context context, Collector<T> out) {
    T decoded;
    try {
      decoded = decoder.decode(payload, null);
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      // Avro reports broken bytes by each of these, depending on where they break.
      context.output(
          Outputs.DEAD_LETTERS,
          DeadLetter.newBuilder()
              .setSource(source)
              .setReason("malformed")
              .setDetail("not a " + type.getSimpleName() + ": " + e.getMessage())
              .setAt(clock.millis())
              .setOriginal(ByteBuffer.wrap(payload))
              .build());
      return;
    }
    out.collect(decoded);
  }
}
