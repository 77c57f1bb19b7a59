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

  /** Whether it is served elsewhere, and the file says only where. */
  public boolean isRemote() {
    return isRemote(path);
  }

  /** Whether a path in the store names a model that is served elsewhere. */
  public static boolean isRemote(String path) {
    return path.endsWith("/" + ModelStore.REMOTE_FILE);
  }

  /** {@code name@version}. */
  public String id() {
    return name + "@" + version;
  }
}
