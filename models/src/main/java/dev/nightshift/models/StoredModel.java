package dev.nightshift.models;

/**
 * A model file as it lies in a store.
 *
 * @param path of its file, relative to the store
 * @param hash SHA-256 of the file
 * @param size in bytes
 * @param modifiedMillis by the store's clock
 * @param champion whether the name's champion file points to this version
 */
public record StoredModel(
    String name,
    String version,
    String path,
    String hash,
    long size,
    long modifiedMillis,
    boolean champion) {

  /** What its file is. */
  public ModelKind kind() {
    return ModelKind.ofPath(path);
  }

  /** {@code name@version}. */
  public String id() {
    return name + "@" + version;
  }
}
