package dev.nightshift.local.models;

import dev.nightshift.job.model.FlinkModelFiles;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.models.ModelStore;
import dev.nightshift.models.StoreSnapshot;
import dev.nightshift.models.StoredModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where the model store is, and what is in it. */
final class StoreOptions {

  @Option(
      names = "--store",
      paramLabel = "DIR|URI",
      defaultValue = "${env:NIGHTSHIFT_MODEL_STORE:-models/store}",
      description =
          "The model store: a directory, or a URI that Flink has a file system for. Default:"
              + " NIGHTSHIFT_MODEL_STORE, else models/store.")
  private String location;

  private ModelStore store;

  /** What the store holds; a store that is not there is an error here, and not an empty one. */
  StoreSnapshot snapshot() throws IOException {
    boolean isUri = location.matches("[a-z][a-z0-9+.-]+:.*");
    if (!isUri && !Files.isDirectory(Path.of(location))) {
      throw new UserException(
          "there is no model store %s: give --store, or set NIGHTSHIFT_MODEL_STORE"
              .formatted(location));
    }
    return store().snapshot();
  }

  ModelStore store() throws IOException {
    if (store == null) {
      boolean isUri = location.matches("[a-z][a-z0-9+.-]+:.*");
      URI uri = isUri ? URI.create(location) : Path.of(location).toAbsolutePath().toUri();
      store = new ModelStore(new FlinkModelFiles(uri));
    }
    return store;
  }

  /** The versions of a name, oldest first. */
  static List<StoredModel> versions(StoreSnapshot snapshot, String name) {
    List<StoredModel> versions =
        snapshot.models().stream().filter(model -> model.name().equals(name)).toList();
    if (versions.isEmpty()) {
      String names =
          snapshot.models().stream()
              .map(StoredModel::name)
              .distinct()
              .collect(Collectors.joining(", "));
      throw new UserException(
          "there is no model %s; the store has %s"
              .formatted(name, names.isEmpty() ? "none" : names));
    }
    return versions;
  }

  /** One version of a name. */
  static StoredModel version(StoreSnapshot snapshot, String name, String version) {
    List<StoredModel> versions = versions(snapshot, name);
    return versions.stream()
        .filter(model -> model.version().equals(version))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "there is no version %s of %s; there are %s"
                        .formatted(
                            version,
                            name,
                            versions.stream()
                                .map(StoredModel::version)
                                .collect(Collectors.joining(", ")))));
  }
}
