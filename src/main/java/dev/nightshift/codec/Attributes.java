package dev.nightshift.codec;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** OTLP attributes as strings. */
final class Attributes {

  private Attributes() {}

  /** The value of the first attribute with this key; null if there is none or it is empty. */
  static String find(List<KeyValue> attributes, String key) {
    for (int i = 0; i < attributes.size(); i++) {
      KeyValue attribute = attributes.get(i);
      if (attribute.getKey().equals(key)) {
        String value = text(attribute.getValue());
        return value.isEmpty() ? null : value;
      }
    }
    return null;
  }

  /** All attributes; of a repeated key the last, as the data model leaves that open. */
  static Map<String, String> toMap(List<KeyValue> attributes) {
    if (attributes.isEmpty()) {
      return Map.of();
    }
    if (attributes.size() == 1) {
      return Map.of(attributes.get(0).getKey(), text(attributes.get(0).getValue()));
    }
    Map<String, String> map = new HashMap<>(attributes.size() * 2);
    for (int i = 0; i < attributes.size(); i++) {
      map.put(attributes.get(i).getKey(), text(attributes.get(i).getValue()));
    }
    return map;
  }

  /** A scalar as it is written, bytes in hexadecimal, lists and maps in the manner of JSON. */
  static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BYTES_VALUE -> HexFormat.of().formatHex(value.getBytesValue().toByteArray());
      case ARRAY_VALUE, KVLIST_VALUE -> {
        StringBuilder out = new StringBuilder();
        append(value, out);
        yield out.toString();
      }
      case STRING_VALUE_STRINDEX, VALUE_NOT_SET -> "";
    };
  }

  private static void append(AnyValue value, StringBuilder out) {
    if (value.hasArrayValue()) {
      out.append('[');
      for (AnyValue element : value.getArrayValue().getValuesList()) {
        comma(out, '[');
        append(element, out);
      }
      out.append(']');
    } else if (value.hasKvlistValue()) {
      out.append('{');
      for (KeyValue element : value.getKvlistValue().getValuesList()) {
        comma(out, '{');
        out.append('"').append(element.getKey()).append("\":");
        append(element.getValue(), out);
      }
      out.append('}');
    } else if (value.hasStringValue()) {
      out.append('"').append(value.getStringValue()).append('"');
    } else {
      out.append(text(value));
    }
  }

  private static void comma(StringBuilder out, char opening) {
    if (out.charAt(out.length() - 1) != opening) {
      out.append(',');
    }
  }
}
