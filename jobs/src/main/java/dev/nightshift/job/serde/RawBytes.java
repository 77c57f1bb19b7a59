package dev.nightshift.job.serde;

import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** A record's value as it is; decoding comes later, where bad bytes can become a dead letter. */
public final class RawBytes extends AbstractDeserializationSchema<byte[]> {

  private static final long serialVersionUID = 1L;

  @Override
  public byte[] deserialize(byte[] message) {
    return message;
  }
}
