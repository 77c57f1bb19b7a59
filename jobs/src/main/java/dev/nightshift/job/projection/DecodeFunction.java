package dev.nightshift.job.projection;

import dev.nightshift.contract.DeadLetter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes of a topic (Avro, single-object encoding) to rows. What cannot be read or cannot be kept
 * goes to {@link #DEAD_LETTERS} with its reason, and is counted.
 *
 * @param <T> the record
 * @param <R> the row
 */
final class DecodeFunction<T, R> extends ProcessFunction<byte[], R> {

  /** Dead letters, in Avro's single-object encoding. */
  static final OutputTag<byte[]> DEAD_LETTERS = new OutputTag<>("dead-letters") {};

  /** Makes a decoder where the function runs. */
  interface DecoderFactory<T> extends Serializable {
    BinaryMessageDecoder<T> create();
  }

  /** From a record to its row. */
  interface Mapper<T, R> extends Serializable {
    R map(T message);
  }

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(DecodeFunction.class);

  private final String topic;
  private final DecoderFactory<T> decoderFactory;
  private final Mapper<T, R> mapper;

  private transient BinaryMessageDecoder<T> decoder;
  private transient Counter projected;
  private transient Counter refused;

  DecodeFunction(String topic, DecoderFactory<T> decoderFactory, Mapper<T, R> mapper) {
    this.topic = topic;
    this.decoderFactory = decoderFactory;
    this.mapper = mapper;
  }

  @Override
  public void open(OpenContext context) {
    decoder = decoderFactory.create();
    projected = getRuntimeContext().getMetricGroup().counter("projected");
    refused = getRuntimeContext().getMetricGroup().counter("refused");
  }

  @Override
  public void processElement(byte[] bytes, Context context, Collector<R> out) throws IOException {
    R row;
    try {
      row = mapper.map(decoder.decode(bytes));
    } catch (UnprojectableException e) {
      refuse("unprojectable", e, bytes, context);
      return;
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      // Avro reports broken bytes by each of these, depending on where they break.
      refuse("malformed", e, bytes, context);
      return;
    }
    projected.inc();
    out.collect(row);
  }

  private void refuse(String reason, Exception e, byte[] bytes, Context context)
      throws IOException {
    refused.inc();
    String detail = String.valueOf(e.getMessage());
    LOG.warn("A record of {} does not reach the incident database: {}: {}", topic, reason, detail);
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setSource(topic)
            .setReason(reason)
            .setDetail(detail)
            .setAt(context.timerService().currentProcessingTime())
            .setOriginal(ByteBuffer.wrap(bytes))
            .build();
    ByteBuffer encoded = DeadLetter.getEncoder().encode(letter);
    byte[] copy = new byte[encoded.remaining()];
    encoded.get(copy);
    context.output(DEAD_LETTERS, copy);
  }
}
