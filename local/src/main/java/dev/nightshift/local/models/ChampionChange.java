package dev.nightshift.local.models;

import dev.nightshift.local.cli.UserException;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.SessionCache;
import dev.nightshift.models.StoreSnapshot;
import dev.nightshift.models.StoredModel;
import dev.nightshift.models.check.StoredModelCheck;
import java.io.IOException;

/** Points the champion file of one name to a version that passes every check. */
final class ChampionChange {

  private final StoreOptions options;
  private final String name;
  private final StoreSnapshot snapshot;

  ChampionChange(StoreOptions options, String name) throws IOException {
    this.options = options;
    this.name = name;
    this.snapshot = options.snapshot();
  }

  /** The newest version before the one in force. */
  String before() {
    String champion = snapshot.champions().get(name);
    if (champion == null) {
      throw new UserException(
          "no champion file of %s says what is in force: name the version to go back to"
              .formatted(name));
    }
    return StoreOptions.versions(snapshot, name).stream()
        .map(StoredModel::version)
        .filter(version -> version.compareTo(champion) < 0)
        .max(String::compareTo)
        .orElseThrow(
            () ->
                new UserException("there is no version of %s before %s".formatted(name, champion)));
  }

  void to(String version) throws IOException {
    String pinned = snapshot.pins().get(name);
    if (pinned != null && !pinned.equals(version)) {
      throw new UserException(
          "%s is pinned to %s: run 'nightshift models unpin %s' first"
              .formatted(name, pinned, name));
    }
    point(version);
  }

  void pin(String version) throws IOException {
    point(version);
    options.store().pin(name, version);
  }

  private void point(String version) throws IOException {
    StoredModel model = StoreOptions.version(snapshot, name, version);
    try (SessionCache cache = new SessionCache(1)) {
      new StoredModelCheck(new ModelLoader(cache, ModelLoader.DEFAULT_BATCH_LIMIT))
          .check(model, options.store().read(model));
    } catch (ModelRefusedException e) {
      throw new UserException(e.getMessage() + "\n" + e.reason().advice(), e);
    }
    options.store().pointChampion(name, version);
  }
}
