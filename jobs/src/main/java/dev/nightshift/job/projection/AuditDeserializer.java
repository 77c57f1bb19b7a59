package dev.nightshift.job.projection;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.AutomationState;
import dev.nightshift.contract.Incident;
import dev.nightshift.job.audit.AuditRow;
import dev.nightshift.job.config.KafkaSettings.Topics;
import dev.nightshift.remedy.ControlCodec;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of the audited topics, with their places. What cannot be read is kept as it is. */
final class AuditDeserializer implements KafkaRecordDeserializationSchema<AuditRow> {

  private static final long serialVersionUID = 1L;

  /** From a payload to words. */
  private interface Words extends Serializable {
    Object read(byte[] payload) throws IOException;
  }

  private final Map<String, Words> words = new LinkedHashMap<>();

  /** Decisions, orders, results, and what people said. */
  AuditDeserializer(Topics topics) {
    words.put(topics.incidents(), payload -> Incident.getDecoder().decode(payload));
    words.put(topics.requests(), payload -> ActionRequest.getDecoder().decode(payload));
    words.put(topics.results(), payload -> ActionResult.getDecoder().decode(payload));
    words.put(topics.control(), ControlCodec::decode);
    words.put(topics.automation(), payload -> AutomationState.getDecoder().decode(payload));
  }

  /** The topics whose records it reads. */
  Iterable<String> topics() {
    return words.keySet();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<AuditRow> out) {
    byte[] payload = record.value() == null ? new byte[0] : record.value();
    out.collect(
        new AuditRow(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            inWords(record.topic(), payload),
            payload));
  }

  private String inWords(String topic, byte[] payload) {
    try {
      return Limits.text(String.valueOf(words.get(topic).read(payload)));
    } catch (IOException | AvroRuntimeException e) {
      return "";
    }
  }

  @Override
  public TypeInformation<AuditRow> getProducedType() {
    return TypeInformation.of(AuditRow.class);
  }
}
