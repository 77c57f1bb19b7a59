package dev.nightshift.job.projection;

import dev.nightshift.contract.DeadLetter;
import dev.nightshift.job.serde.Outputs;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records to rows. A record that the database could not hold goes to {@link Outputs#DEAD_LETTERS}
 * with its reason, written again in its newest schema, and is counted.
 *
 * @param <T> the record
 * @param <R> the row
 */
final class ProjectFunction<T extends SpecificRecordBase, R> extends ProcessFunction<T, R> {

  /** From a record to its row. */
  interface Mapper<T, R> extends Serializable {
    R map(T message);
  }

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ProjectFunction.class);

  private final Class<T> type;
  private final String topic;
  private final Mapper<T, R> mapper;

  private transient BinaryMessageEncoder<T> encoder;
  private transient Counter projected;
  private transient Counter refused;

  ProjectFunction(Class<T> type, String topic, Mapper<T, R> mapper) {
    this.type = type;
    this.topic = topic;
    this.mapper = mapper;
  }

  @Override
  public void open(OpenContext context) {
    SpecificData data = SpecificData.getForClass(type);
    encoder = new BinaryMessageEncoder<>(data, data.getSchema(type));
    projected = getRuntimeContext().getMetricGroup().counter("projected");
    refused = getRuntimeContext().getMetricGroup().counter("refused");
  }

  @Override
  public void processElement(T message, Context context, Collector<R> out) throws IOException {
    R row;
    try {
      row = mapper.map(message);
    } catch (UnprojectableException e) {
      refused.inc();
      LOG.warn("A record of {} does not reach the incident database: {}", topic, e.getMessage());
      context.output(Outputs.DEAD_LETTERS, letter(message, e, context));
      return;
    }
    projected.inc();
    out.collect(row);
  }

  private DeadLetter letter(T message, UnprojectableException e, Context context)
      throws IOException {
    ByteBuffer bytes = encoder.encode(message);
    return DeadLetter.newBuilder()
        .setSource(topic)
        .setReason("unprojectable")
        .setDetail(e.getMessage())
        .setAt(context.timerService().currentProcessingTime())
        .setOriginal(bytes)
        .build();
  }
}
