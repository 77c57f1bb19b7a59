package dev.nightshift.models;

/**
 * Something changed in the store.
 *
 * @param model the file; with {@link Kind#CHAMPION_MOVED} null
 * @param name of the model
 * @param version of the model; with {@link Kind#CHAMPION_MOVED} the version that the champion file
 *     names now, empty if the file is gone
 */
public record CatalogEvent(Kind kind, String name, String version, StoredModel model) {

  /** What changed. */
  public enum Kind {
    APPEARED,
    /** Other bytes under the same version: to be verified anew. */
    CHANGED,
    GONE,
    CHAMPION_MOVED
  }

  static CatalogEvent of(Kind kind, StoredModel model) {
    return new CatalogEvent(kind, model.name(), model.version(), model);
  }
}
