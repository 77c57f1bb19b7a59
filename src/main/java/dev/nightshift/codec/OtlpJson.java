package dev.nightshift.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads OTLP/JSON into the protobuf messages, in one pass over the bytes.
 *
 * <p>Protobuf's own {@code JsonFormat} cannot be used: OTLP/JSON departs from it in that {@code
 * traceId}, {@code spanId} and {@code parentSpanId} are hexadecimal, not base64. For the rest it
 * follows the <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP
 * specification</a>: lowerCamelCase names (the original ones are taken too), enums as integers
 * (names are taken too), 64-bit integers as strings or numbers, unknown fields ignored.
 * Thread-safe.
 */
public final class OtlpJson {

  private static final Set<String> HEX_FIELDS = Set.of("trace_id", "span_id", "parent_span_id");
  private static final int MAX_DEPTH = 100;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final Map<String, Map<String, FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();

  private OtlpJson() {}

  /**
   * Reads one message.
   *
   * @param into a fresh builder of the expected message
   * @throws IOException if the bytes are not JSON
   * @throws IllegalArgumentException if they are JSON of another shape
   */
  public static void merge(byte[] payload, Message.Builder into) throws IOException {
    try (JsonParser json = FACTORY.createParser(payload)) {
      expect(json.nextToken() == JsonToken.START_OBJECT, json, "an object");
      readMessage(json, into);
      expect(json.nextToken() == null, json, "the end");
    }
  }

  private static void readMessage(JsonParser json, Message.Builder into) throws IOException {
    Map<String, FieldDescriptor> fields = fieldsOf(into.getDescriptorForType());
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      FieldDescriptor field = fields.get(json.currentName());
      JsonToken token = json.nextToken();
      if (field == null || token == JsonToken.VALUE_NULL) {
        json.skipChildren();
      } else if (field.isRepeated()) {
        expect(token == JsonToken.START_ARRAY, json, "an array for " + field.getName());
        while (json.nextToken() != JsonToken.END_ARRAY) {
          Object value = readValue(json, field, into);
          if (value != null) {
            into.addRepeatedField(field, value);
          }
        }
      } else {
        Object value = readValue(json, field, into);
        if (value != null) {
          into.setField(field, value);
        }
      }
    }
    expect(json.currentToken() == JsonToken.END_OBJECT, json, "the end of an object");
  }

  /** One value; null for an enum value that this version does not know. */
  private static Object readValue(JsonParser json, FieldDescriptor field, Message.Builder parent)
      throws IOException {
    JsonToken token = json.currentToken();
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        expect(token == JsonToken.START_OBJECT, json, "an object for " + field.getName());
        Message.Builder child = parent.newBuilderForField(field);
        readMessage(json, child);
        yield child.build();
      }
      case ENUM -> readEnum(json, field);
      case STRING -> {
        expect(token == JsonToken.VALUE_STRING, json, "a string for " + field.getName());
        yield json.getText();
      }
      case BYTE_STRING -> {
        expect(token == JsonToken.VALUE_STRING, json, "a string for " + field.getName());
        yield readBytes(json.getText(), HEX_FIELDS.contains(field.getName()));
      }
      case BOOLEAN -> {
        expect(token != null && token.isBoolean(), json, "true or false for " + field.getName());
        yield json.getBooleanValue();
      }
      case INT -> (Object) (int) readLong(json, field);
      case LONG -> (Object) readLong(json, field);
      case DOUBLE -> (Object) readDouble(json, field);
      case FLOAT -> (Object) (float) readDouble(json, field);
    };
  }

  private static EnumValueDescriptor readEnum(JsonParser json, FieldDescriptor field)
      throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return field.getEnumType().findValueByName(json.getText());
    }
    expect(
        json.currentToken() == JsonToken.VALUE_NUMBER_INT, json, "a number for " + field.getName());
    return field.getEnumType().findValueByNumber(json.getIntValue());
  }

  private static ByteString readBytes(String text, boolean hex) {
    return ByteString.copyFrom(
        hex ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text));
  }

  private static long readLong(JsonParser json, FieldDescriptor field) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return json.getLongValue();
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = json.getDoubleValue();
      expect(value == Math.rint(value), json, "a whole number for " + field.getName());
      return (long) value;
    }
    expect(token == JsonToken.VALUE_STRING, json, "a whole number for " + field.getName());
    // Fixed64 and uint64 may exceed the signed range; their bits are what the messages hold.
    boolean unsigned =
        switch (field.getType()) {
          case FIXED64, UINT64 -> true;
          default -> false;
        };
    return unsigned ? Long.parseUnsignedLong(json.getText()) : Long.parseLong(json.getText());
  }

  private static double readDouble(JsonParser json, FieldDescriptor field) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return Double.parseDouble(json.getText());
    }
    expect(token != null && token.isNumeric(), json, "a number for " + field.getName());
    return json.getDoubleValue();
  }

  private static Map<String, FieldDescriptor> fieldsOf(Descriptor type) {
    return FIELDS.computeIfAbsent(
        type.getFullName(),
        name -> {
          Map<String, FieldDescriptor> fields = new HashMap<>();
          for (FieldDescriptor field : type.getFields()) {
            fields.put(field.getJsonName(), field);
            fields.put(field.getName(), field);
          }
          return fields;
        });
  }

  private static void expect(boolean condition, JsonParser json, String what) {
    if (!condition) {
      throw new IllegalArgumentException(
          "expected "
              + what
              + " at line "
              + json.currentLocation().getLineNr()
              + ", column "
              + json.currentLocation().getColumnNr());
    }
  }
}
