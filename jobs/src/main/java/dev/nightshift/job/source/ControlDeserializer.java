package dev.nightshift.job.source;

import dev.nightshift.contract.ControlMessage;
import dev.nightshift.job.operator.ReceivedControl;
import dev.nightshift.remedy.ControlCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Control messages from Kafka. What is not one goes on without a message, to be refused. */
public final class ControlDeserializer
    implements KafkaRecordDeserializationSchema<ReceivedControl> {

  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ReceivedControl> out) {
    byte[] payload = record.value();
    if (payload != null) {
      out.collect(new ReceivedControl(decode(payload), record.timestamp(), payload));
    }
  }

  private static ControlMessage decode(byte[] payload) {
    try {
      return ControlCodec.decode(payload);
    } catch (IOException e) {
      return null; // The router refuses it by name, with the bytes.
    }
  }

  @Override
  public TypeInformation<ReceivedControl> getProducedType() {
    return TypeInformation.of(ReceivedControl.class);
  }
}
