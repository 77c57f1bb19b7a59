package dev.nightshift.models;

/** Manifests for tests of other packages. */
public final class TestManifests {

  private TestManifests() {}

  /** Of {@link TestModel}: window 2, features cpu and latency. */
  public static ModelManifest manifest(String name, String version, float selfTestScore) {
    return TestModel.manifest(name, version, selfTestScore);
  }
}
