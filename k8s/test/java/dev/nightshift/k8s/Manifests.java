package dev.nightshift.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the manifests of this module. */
final class Manifests {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
              .build());

  private Manifests() {}

  static List<JsonNode> documents(Path file) {
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      List<JsonNode> documents = new ArrayList<>();
      values.forEachRemaining(documents::add);
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(String text) throws IOException {
    return YAML.readTree(text);
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The one resource of a kind among the files of a directory. */
  static JsonNode resource(Path directory, String kind, String name) throws IOException {
    return files(directory).stream()
        .flatMap(file -> documents(file).stream())
        .filter(one -> one.path("kind").asText().equals(kind))
        .filter(one -> one.path("metadata").path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("no " + kind + " " + name));
  }

  /** The names of all secrets that a resource refers to, wherever in it. */
  static Set<String> secrets(JsonNode resource) {
    Set<String> names = new TreeSet<>();
    for (String reference : List.of("secretRef", "secretKeyRef")) {
      resource.findValues(reference).forEach(found -> names.add(found.path("name").asText()));
    }
    resource.findValues("secretName").forEach(found -> names.add(found.asText()));
    return names;
  }
}
