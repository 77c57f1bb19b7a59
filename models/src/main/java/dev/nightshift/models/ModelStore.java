package dev.nightshift.models;

import dev.nightshift.models.ModelFiles.FileInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Models in a store, as a running job and the trainer see them:
 *
 * <pre>
 *   NAME/VERSION/model.onnx    the model; a version without a model is none
 *   NAME/VERSION/model.pt      or a TorchScript archive
 *   NAME/VERSION/model.savedmodel.zip   or a SavedModel of TensorFlow
 *   NAME/VERSION/remote.json   or the manifest and the address of a model that is served elsewhere
 *   NAME/VERSION/...           reports
 *   NAME/champion              the version in force
 *   NAME/pin                   the version that stays in force, whatever is newer
 * </pre>
 *
 * The newest version is the greatest by name, compared character by character: use versions that
 * sort, such as {@code 20260131-235900} or {@code v0007}. Publishing writes {@code model.onnx} last
 * and in one stroke, so a version appears whole or not at all. A file that somebody copies in by
 * hand counts once it has rested for the settling time. Not thread-safe.
 */
public final class ModelStore {

  static final String MODEL_FILE = ModelKind.ONNX.file();
  static final String CHAMPION_FILE = "champion";
  static final String PIN_FILE = "pin";

  private final ModelFiles files;
  private final Clock clock;
  private final Duration settling;

  /** Object stores tell times in seconds: what is older cannot change without a newer time. */
  private static final Duration TIMES_ARE_CERTAIN = Duration.ofSeconds(10);

  /** Hashes by file, so that an unchanged file is not read again at every look. */
  private Map<FileInfo, String> hashes = new HashMap<>();

  /** What champion and pin files say, likewise. */
  private Map<FileInfo, String> pointers = new HashMap<>();

  /**
   * @param clock to tell how long a file has rested
   * @param settling files younger than this are not seen yet
   */
  public ModelStore(ModelFiles files, Clock clock, Duration settling) {
    this.files = files;
    this.clock = clock;
    this.settling = settling;
  }

  /** A store whose files all arrive whole. */
  public ModelStore(ModelFiles files) {
    this(files, Clock.systemUTC(), Duration.ZERO);
  }

  /** What there is now. Reads a file's content only when its size or time changed. */
  public StoreSnapshot snapshot() throws IOException {
    Map<String, String> champions = new TreeMap<>();
    Map<String, String> pins = new TreeMap<>();
    Map<String, StoredModel> models = new HashMap<>();
    Map<FileInfo, String> seen = new HashMap<>();
    Map<FileInfo, String> pointed = new HashMap<>();
    for (FileInfo file : files.list("")) {
      String[] parts = file.path().split("/", -1);
      if (!ModelManifest.isSafeName(parts[0])) {
        continue;
      }
      if (parts.length == 2 && parts[1].equals(CHAMPION_FILE)) {
        pointer(file, pointed).ifPresent(version -> champions.put(parts[0], version));
      } else if (parts.length == 2 && parts[1].equals(PIN_FILE)) {
        pointer(file, pointed).ifPresent(version -> pins.put(parts[0], version));
      } else if (parts.length == 3 && ModelKind.ofFile(parts[2]).isPresent() && settled(file)) {
        Optional<String> hash = hash(file);
        if (hash.isPresent() && ModelManifest.isSafeName(parts[1])) {
          seen.put(file, hash.get());
          StoredModel model = stored(parts[0], parts[1], file, hash.get());
          models.merge(model.id(), model, ModelStore::firstKind);
        }
      }
    }
    hashes = seen;
    pointers = pointed;
    return new StoreSnapshot(
        models.values().stream()
            .map(model -> marked(model, model.version().equals(champions.get(model.name()))))
            .sorted(Comparator.comparing(StoredModel::name).thenComparing(StoredModel::version))
            .toList(),
        champions,
        pins);
  }

  /** The bytes of a model; compare their hash, for the file may have changed since. */
  public byte[] read(StoredModel model) throws IOException {
    return files.read(model.path());
  }

  /** The version that the champion file names, if there is such a file. */
  public Optional<String> champion(String name) throws IOException {
    return versionIn(name + "/" + CHAMPION_FILE);
  }

  /** The version that is pinned, if one is. */
  public Optional<String> pin(String name) throws IOException {
    return versionIn(name + "/" + PIN_FILE);
  }

  private Optional<String> pointer(FileInfo file, Map<FileInfo, String> seen) throws IOException {
    String known = pointers.get(file);
    Optional<String> version = known == null ? versionIn(file.path()) : Optional.of(known);
    boolean isCertain = clock.millis() - file.modifiedMillis() > TIMES_ARE_CERTAIN.toMillis();
    if (isCertain) {
      version.ifPresent(one -> seen.put(file, one));
    }
    return version;
  }

  private Optional<String> versionIn(String path) throws IOException {
    try {
      String version = new String(files.read(path), StandardCharsets.UTF_8).strip();
      return version.isEmpty() ? Optional.empty() : Optional.of(version);
    } catch (IOException e) {
      if (files.exists(path)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * Adds a version. Does not touch the champion.
   *
   * @param reports further files by name, written before the model
   * @throws IllegalArgumentException if the names are unfit or the version exists with other bytes
   */
  public StoredModel publish(String name, String version, byte[] model, Map<String, byte[]> reports)
      throws IOException {
    requireSafe(name);
    requireSafe(version);
    String folder = name + "/" + version + "/";
    String path = folder + MODEL_FILE;
    String hash = Hashes.sha256(model);
    if (files.exists(path) && !Hashes.sha256(files.read(path)).equals(hash)) {
      throw new IllegalArgumentException(
          name + "@" + version + " exists; a published version never changes");
    }
    for (Map.Entry<String, byte[]> report : reports.entrySet()) {
      requireSafe(report.getKey());
      files.writeAtomic(folder + report.getKey(), report.getValue());
    }
    files.writeAtomic(path, model);
    for (FileInfo file : files.list(name + "/" + version)) {
      if (file.path().equals(path)) {
        boolean champion = champion(name).filter(version::equals).isPresent();
        return marked(stored(name, version, file, hash), champion);
      }
    }
    throw new NoSuchFileException(path, null, "it was removed right after it was written");
  }

  /**
   * Puts a version in force, in one stroke.
   *
   * @throws IllegalArgumentException if there is no such version
   */
  public void pointChampion(String name, String version) throws IOException {
    point(name, version, CHAMPION_FILE);
  }

  /**
   * Holds a version in force, whatever is newer, until {@link #unpin}.
   *
   * @throws IllegalArgumentException if there is no such version
   */
  public void pin(String name, String version) throws IOException {
    point(name, version, PIN_FILE);
  }

  /** Takes the pin away; nothing happens if there is none. */
  public void unpin(String name) throws IOException {
    requireSafe(name);
    files.delete(name + "/" + PIN_FILE);
  }

  private void point(String name, String version, String file) throws IOException {
    requireSafe(name);
    requireSafe(version);
    boolean isThere = false;
    for (ModelKind kind : ModelKind.values()) {
      isThere |= files.exists(name + "/" + version + "/" + kind.file());
    }
    if (!isThere) {
      throw new IllegalArgumentException("there is no " + name + "@" + version + " in the store");
    }
    files.writeAtomic(name + "/" + file, (version + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static StoredModel firstKind(StoredModel one, StoredModel other) {
    return one.kind().compareTo(other.kind()) <= 0 ? one : other;
  }

  private boolean settled(FileInfo file) {
    long age = clock.millis() - file.modifiedMillis();
    // A time in the future is a store with another clock; it says nothing about copying.
    return age < 0 || age >= settling.toMillis();
  }

  private Optional<String> hash(FileInfo file) throws IOException {
    String known = hashes.get(file);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      return Optional.of(Hashes.sha256(files.read(file.path())));
    } catch (IOException e) {
      if (files.exists(file.path())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static StoredModel stored(String name, String version, FileInfo file, String hash) {
    return new StoredModel(
        name, version, file.path(), hash, file.size(), file.modifiedMillis(), false);
  }

  private static StoredModel marked(StoredModel model, boolean champion) {
    return new StoredModel(
        model.name(),
        model.version(),
        model.path(),
        model.hash(),
        model.size(),
        model.modifiedMillis(),
        champion);
  }

  private static void requireSafe(String name) {
    if (!ModelManifest.isSafeName(name)) {
      throw new IllegalArgumentException("'" + name + "' cannot name a file in the store");
    }
  }
}
