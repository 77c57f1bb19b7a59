package dev.nightshift.models;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Arrays;

/** JSON form of arrays that may hold NaN: JSON has no such number, so NaN is written as null. */
final class NanFloats {

  private NanFloats() {}

  static final class Writer extends StdSerializer<float[]> {
    Writer() {
      super(float[].class);
    }

    @Override
    public void serialize(float[] values, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartArray();
      for (float value : values) {
        if (Float.isNaN(value)) {
          json.writeNull();
        } else {
          json.writeNumber(value);
        }
      }
      json.writeEndArray();
    }
  }

  static final class Reader extends StdDeserializer<float[]> {
    Reader() {
      super(float[].class);
    }

    @Override
    public float[] deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.isExpectedStartArrayToken()) {
        context.reportInputMismatch(float[].class, "expected an array of numbers and nulls");
      }
      float[] values = new float[64];
      int size = 0;
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        if (size == values.length) {
          values = Arrays.copyOf(values, size * 2);
        }
        if (token == JsonToken.VALUE_NULL) {
          values[size++] = Float.NaN;
        } else if (token.isNumeric()) {
          values[size++] = json.getFloatValue();
        } else {
          context.reportInputMismatch(float[].class, "expected a number or null");
        }
      }
      return Arrays.copyOf(values, size);
    }
  }
}
