package dev.nightshift.job.model;

import dev.nightshift.detect.Calibration;
import dev.nightshift.feature.FeatureSet;
import dev.nightshift.models.ModelKind;
import java.io.Serializable;

/**
 * A verified model takes or loses a role; broadcast to every task.
 *
 * @param name of the model
 * @param version of the model
 * @param role what its scores are from now on
 * @param path of its file, relative to the store
 * @param hash SHA-256 of the file, hexadecimal: what was verified is what is loaded
 * @param features that it asks for; null with {@link Role#RETIRED}
 * @param calibration of its score; may be null
 */
public record ModelAnnouncement(
    String name,
    String version,
    Role role,
    String path,
    String hash,
    FeatureSet features,
    Calibration calibration)
    implements Serializable {

  /** What a model's scores are. */
  public enum Role {
    /** They count. A champion replaces the earlier champion of the same name. */
    CHAMPION,
    /** They are only compared. */
    CHALLENGER,
    /** There are none any more. */
    RETIRED
  }

  /** Whether the model is served elsewhere. */
  public boolean isRemote() {
    return ModelKind.ofPath(path) == ModelKind.REMOTE;
  }

  /** {@code name@version}. */
  public String id() {
    return name + "@" + version;
  }
}
