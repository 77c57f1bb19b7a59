package dev.nightshift.models.remote;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.models.remote.RemoteEndpoint.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Windows and scores as JSON.
 *
 * <pre>
 *   Open Inference Protocol v2   {"inputs":[{"name":"windows","shape":[B,W,F],"datatype":"FP32","data":[...]}],
 *                                 "outputs":[{"name":"score"},{"name":"feature_error"}]}
 *                             -> {"outputs":[{"name":"score","shape":[B],"datatype":"FP32","data":[...]}, ...]}
 *   Vertex AI, SageMaker         {"instances":[{"windows":[[F numbers] W times]}, ...]}
 *                             -> {"predictions":[{"score":1.5,"feature_error":[F numbers]}, ...]}
 * </pre>
 */
final class WireFormat {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WINDOWS = "windows";
  private static final String SCORE = "score";
  private static final String FEATURE_ERROR = "feature_error";

  private final boolean tensors;
  private final float missing;
  private final int window;
  private final int features;

  WireFormat(RemoteEndpoint endpoint, int window, int features) {
    this.tensors = endpoint.protocol() == Protocol.OPEN_INFERENCE_V2;
    this.missing = endpoint.missing();
    this.window = window;
    this.features = features;
  }

  /**
   * The body of a request.
   *
   * @param windows row-major [batch][W][F]
   */
  byte[] request(float[] windows, int batch) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(windows.length * 8 + 256);
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      if (tensors) {
        writeTensor(json, windows, batch);
      } else {
        writeInstances(json, windows, batch);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return body.toByteArray();
  }

  private void writeTensor(JsonGenerator json, float[] windows, int batch) throws IOException {
    json.writeArrayFieldStart("inputs");
    json.writeStartObject();
    json.writeStringField("name", WINDOWS);
    json.writeFieldName("shape");
    json.writeArray(new long[] {batch, window, features}, 0, 3);
    json.writeStringField("datatype", "FP32");
    json.writeArrayFieldStart("data");
    for (int i = 0; i < batch * window * features; i++) {
      write(json, windows[i]);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayFieldStart("outputs");
    for (String output : new String[] {SCORE, FEATURE_ERROR}) {
      json.writeStartObject();
      json.writeStringField("name", output);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeInstances(JsonGenerator json, float[] windows, int batch) throws IOException {
    json.writeArrayFieldStart("instances");
    int next = 0;
    for (int row = 0; row < batch; row++) {
      json.writeStartObject();
      json.writeArrayFieldStart(WINDOWS);
      for (int step = 0; step < window; step++) {
        json.writeStartArray();
        for (int feature = 0; feature < features; feature++) {
          write(json, windows[next++]);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void write(JsonGenerator json, float value) throws IOException {
    json.writeNumber(Float.isFinite(value) ? value : missing);
  }

  /**
   * Reads an answer.
   *
   * @throws RemoteException if it is not what was asked for
   */
  RemoteScores response(byte[] body, int batch) throws RemoteException {
    JsonNode tree;
    try {
      tree = JSON.readTree(body);
    } catch (IOException e) {
      throw RemoteException.forGood("the answer is not JSON: " + e.getMessage(), e);
    }
    float[] scores = new float[batch];
    float[] errors = new float[batch * features];
    if (tensors) {
      fill(tensor(tree, SCORE), SCORE, scores, 0);
      fill(tensor(tree, FEATURE_ERROR), FEATURE_ERROR, errors, 0);
    } else {
      JsonNode predictions = tree.path("predictions");
      if (predictions.size() != batch) {
        throw RemoteException.forGood(
            predictions.size() + " predictions for " + batch + " windows", null);
      }
      for (int row = 0; row < batch; row++) {
        scores[row] = number(predictions.get(row).path(SCORE), SCORE);
        JsonNode error = predictions.get(row).path(FEATURE_ERROR);
        float[] one = new float[features];
        fill(error, FEATURE_ERROR, one, 0);
        System.arraycopy(one, 0, errors, row * features, features);
      }
    }
    return new RemoteScores(scores, errors);
  }

  private static JsonNode tensor(JsonNode tree, String name) throws RemoteException {
    for (JsonNode output : tree.path("outputs")) {
      if (output.path("name").asText().equals(name)) {
        return output.path("data");
      }
    }
    throw RemoteException.forGood("the answer has no output " + name, null);
  }

  private static void fill(JsonNode data, String name, float[] target, int next)
      throws RemoteException {
    // Servers may nest the data by shape; the specification allows both.
    int filled = flatten(data, name, target, next);
    if (filled != target.length) {
      throw RemoteException.forGood(
          name + " has " + filled + " values and not " + target.length, null);
    }
  }

  private static int flatten(JsonNode data, String name, float[] target, int next)
      throws RemoteException {
    int position = next;
    for (JsonNode value : data) {
      if (value.isArray()) {
        position = flatten(value, name, target, position);
      } else if (position == target.length) {
        throw RemoteException.forGood(name + " has more than " + target.length + " values", null);
      } else {
        target[position++] = number(value, name);
      }
    }
    return position;
  }

  private static float number(JsonNode value, String name) throws RemoteException {
    float number = value.isNumber() ? value.floatValue() : Float.NaN;
    if (!Float.isFinite(number)) {
      throw RemoteException.forGood(name + " holds " + value + ", which is not a number", null);
    }
    return number;
  }
}
