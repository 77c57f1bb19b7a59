package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ManifestJsonTest {

  private static final ModelManifest MANIFEST = TestModel.manifest("shop", "v1", 4.5f);
  private static final String JSON = ManifestJson.write(MANIFEST);

  @Test
  void readsWhatItWrote() {
    ModelManifest read = ManifestJson.read(JSON);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("selfTest.input")
        .isEqualTo(MANIFEST);
    // NaN counts as equal to NaN here.
    assertThat(Arrays.equals(read.selfTest().input(), MANIFEST.selfTest().input())).isTrue();
    assertThat(ManifestJson.write(ManifestJson.read(JSON))).isEqualTo(JSON);
  }

  @Test
  void writesMissingValuesAsNull() {
    assertThat(JSON).contains("[1.0,null,1.0,3.0]");
  }

  @Test
  void saysWhatTheFeatureAssemblyHasToMake() {
    assertThat(MANIFEST.featureSet().model()).isEqualTo("shop@v1");
    assertThat(MANIFEST.featureSet().features()).isEqualTo(TestModel.FEATURES);
  }

  @Test
  void refusesAnotherFormat() {
    refuses(JSON.replace("\"formatVersion\":1", "\"formatVersion\":2"), "format version 2");
    refuses("{}", "format version -1");
  }

  @Test
  void refusesUnknownAndMissingKeys() {
    refuses(JSON.replace("\"window\":2", "\"window\":2,\"steps\":2"), "steps");
    refuses(JSON.replace("\"stepMillis\":10000,", ""), "stepMillis");
  }

  @Test
  void refusesNamesThatAreNoFolders() {
    refuses(JSON.replace("\"name\":\"shop\"", "\"name\":\"../shop\""), "../shop");
  }

  @Test
  void refusesASelfTestOfAnotherSize() {
    refuses(JSON.replace("[1.0,null,1.0,3.0]", "[1.0,null]"), "2 values and not 2 x 2");
  }

  @Test
  void measuresEntitiesByTheirOwnRulersOnlyIfItSaysSo() {
    assertThat(JSON).doesNotContain("ownRulers");
    assertThat(MANIFEST.featureSet().ownRulers()).isFalse();
    String shared = JSON.replace("\"window\":2", "\"window\":2,\"ownRulers\":true");
    assertThat(ManifestJson.read(shared).featureSet().ownRulers()).isTrue();
    assertThat(ManifestJson.write(ManifestJson.read(shared))).contains("\"ownRulers\":true");
  }

  private static void refuses(String json, String because) {
    assertThat(json).isNotEqualTo(JSON);
    assertThatThrownBy(() -> ManifestJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }
}
