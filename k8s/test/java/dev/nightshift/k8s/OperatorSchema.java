package dev.nightshift.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The schema of a FlinkDeployment from the operator's own resource definition, made strict: a field
 * that it does not name is an error here, where the API server would drop it in silence.
 */
final class OperatorSchema {

  private static final String DEFINITION =
      "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  /** What operators later than the published definition accept besides. */
  private static final List<String> LATER_VERSIONS = List.of("v2_0", "v2_1");

  private final JsonSchema schema;

  private OperatorSchema(JsonSchema schema) {
    this.schema = schema;
  }

  static OperatorSchema load() throws IOException {
    try (InputStream in = OperatorSchema.class.getResourceAsStream(DEFINITION)) {
      JsonNode definition = Manifests.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      JsonNode version = definition.path("spec").path("versions").path(0);
      ObjectNode root = (ObjectNode) version.path("schema").path("openAPIV3Schema");
      ArrayNode flinkVersions =
          (ArrayNode) root.at("/properties/spec/properties/flinkVersion/enum");
      LATER_VERSIONS.forEach(flinkVersions::add);
      ObjectNode properties = (ObjectNode) root.path("properties");
      properties
          .putObject("apiVersion")
          .put("const", "flink.apache.org/" + version.path("name").asText());
      properties.putObject("kind").put("const", "FlinkDeployment");
      properties.putObject("metadata").put("type", "object");
      root.putArray("required").add("apiVersion").add("kind").add("metadata").add("spec");
      close(root);
      return new OperatorSchema(
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root));
    }
  }

  /** What is wrong with a resource, in words with paths; empty when all is well. */
  Set<String> problems(JsonNode resource) {
    return schema.validate(resource).stream().map(Object::toString).collect(Collectors.toSet());
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.put("additionalProperties", false);
    }
    schema.path("properties").forEach(OperatorSchema::close);
    if (schema.has("items")) {
      close(schema.path("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      close(schema.path("additionalProperties"));
    }
  }
}
