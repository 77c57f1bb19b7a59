package dev.nightshift.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

  private static final Path BASE = Path.of("base");
  private static final Path DEV = Path.of("overlays/dev");

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev"})
  void everyFileIsListedAndEveryListedFileExists(String directory) throws IOException {
    Path home = Path.of(directory);
    JsonNode kustomization = Manifests.documents(home.resolve("kustomization.yaml")).get(0);
    Set<String> listed = new TreeSet<>();
    kustomization.path("resources").forEach(one -> listed.add(one.asText()));
    kustomization.path("configurations").forEach(one -> listed.add(one.asText()));
    kustomization.path("patches").forEach(one -> listed.add(one.path("path").asText()));
    kustomization
        .path("configMapGenerator")
        .forEach(map -> map.path("files").forEach(one -> listed.add(one.asText())));

    assertThat(listed)
        .allSatisfy(one -> assertThat(Files.exists(home.resolve(one))).as(one).isTrue());
    assertThat(listed)
        .containsAll(
            Manifests.files(home).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("kustomization.yaml"))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/dev"})
  void everyResourceSaysWhatItIs(String directory) throws IOException {
    JsonNode kustomization = Manifests.documents(Path.of(directory, "kustomization.yaml")).get(0);
    for (JsonNode file : kustomization.path("resources")) {
      Path path = Path.of(directory, file.asText());
      if (Files.isDirectory(path)) {
        assertThat(path.resolve("kustomization.yaml")).exists();
        continue;
      }
      assertThat(Manifests.documents(path))
          .isNotEmpty()
          .allSatisfy(
              one -> {
                assertThat(one.path("apiVersion").asText()).isNotEmpty();
                assertThat(one.path("kind").asText()).isNotEmpty();
                assertThat(one.path("metadata").path("name").asText()).isNotEmpty();
              });
    }
  }

  @Test
  void theDeploymentFitsTheOperatorsSchema() throws IOException {
    OperatorSchema schema = OperatorSchema.load();
    assertThat(schema.problems(job())).isEmpty();
    assertThat(schema.problems(Manifests.documents(DEV.resolve("small-job.yaml")).get(0)))
        .isEmpty();
  }

  @Test
  void theSchemaFindsMistakes() throws IOException {
    OperatorSchema schema = OperatorSchema.load();
    ObjectNode misspelt = job().deepCopy();
    ((ObjectNode) misspelt.path("spec")).put("serviceAcount", "x");
    assertThat(schema.problems(misspelt)).singleElement().asString().contains("serviceAcount");

    ObjectNode unknownVersion = job().deepCopy();
    ((ObjectNode) unknownVersion.path("spec")).put("flinkVersion", "v9_9");
    assertThat(schema.problems(unknownVersion)).singleElement().asString().contains("flinkVersion");

    ObjectNode number = job().deepCopy();
    ((ObjectNode) number.at("/spec/flinkConfiguration")).put("parallelism.default", 2);
    assertThat(schema.problems(number)).singleElement().asString().contains("parallelism.default");

    ObjectNode inPod = job().deepCopy();
    ((ObjectNode) inPod.at("/spec/podTemplate/spec/containers/0")).put("volumeMount", "x");
    assertThat(schema.problems(inPod)).singleElement().asString().contains("volumeMount");
  }

  @Test
  void theActuatorHasTheInfrastructuresCredentialsAndTheJobHasNot() throws IOException {
    Set<String> job = Manifests.secrets(job());
    Set<String> actuator =
        Manifests.secrets(Manifests.resource(BASE, "Deployment", "nightshift-actuator"));
    assertThat(actuator).contains("nightshift-infrastructure");
    assertThat(job).isNotEmpty().doesNotContainAnyElementsOf(actuator);
    assertThat(actuator).doesNotContain("nightshift-object-store");
  }

  @Test
  void eachProcessHasAnAccountOfItsOwnAndTheJobsMayNotTouchWorkloads() throws IOException {
    JsonNode deployment = Manifests.resource(BASE, "Deployment", "nightshift-actuator");
    assertThat(deployment.at("/spec/template/spec/serviceAccountName").asText())
        .isEqualTo("nightshift-actuator");
    assertThat(job().at("/spec/serviceAccount").asText()).isEqualTo("nightshift-job");

    for (JsonNode rule : Manifests.resource(BASE, "Role", "nightshift-job").path("rules")) {
      assertThat(rule.toString()).doesNotContain("\"*\"", "eviction", "scale", "secrets");
      if (rule.path("apiGroups").toString().contains("apps")) {
        assertThat(rule.path("verbs").toString()).isEqualTo("[\"get\",\"list\",\"watch\"]");
      }
    }
    for (JsonNode rule :
        Manifests.resource(BASE, "ClusterRole", "nightshift-actuator").path("rules")) {
      assertThat(rule.toString()).doesNotContain("\"*\"", "secrets", "delete");
    }
  }

  @Test
  void noManifestHoldsASecret() throws IOException {
    for (Path directory : new Path[] {BASE, DEV}) {
      for (Path file : Manifests.files(directory)) {
        assertThat(Manifests.documents(file))
            .as(file.toString())
            .allSatisfy(one -> assertThat(one.path("kind").asText()).isNotEqualTo("Secret"));
      }
    }
  }

  @Test
  void theNetworkPoliciesSelectThePodsThatTheManifestsMake() throws IOException {
    String label = "app.kubernetes.io/component";
    JsonNode jobPods = job().at("/spec/podTemplate/metadata/labels");
    JsonNode actuatorPods =
        Manifests.resource(BASE, "Deployment", "nightshift-actuator")
            .at("/spec/template/metadata/labels");
    assertThat(selected("nightshift-job").path(label)).isEqualTo(jobPods.path(label));
    assertThat(selected("nightshift-actuator").path(label)).isEqualTo(actuatorPods.path(label));
  }

  private static JsonNode selected(String policy) throws IOException {
    return Manifests.resource(BASE, "NetworkPolicy", policy).at("/spec/podSelector/matchLabels");
  }

  private static JsonNode job() throws IOException {
    return Manifests.resource(BASE, "FlinkDeployment", "nightshift");
  }
}
