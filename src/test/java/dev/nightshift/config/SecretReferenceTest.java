package dev.nightshift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {

  private static SecretReference reference(String text) {
    return SecretReference.read(ConfigNode.parse("a.yaml", "secret: '" + text + "'").get("secret"));
  }

  @Test
  void followsVariablesAndFiles(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "from a file\n");
    Map<String, String> environment = Map.of("NAME", "from a variable");
    assertThat(reference("${env:NAME}").resolve(environment::get)).isEqualTo("from a variable");
    assertThat(reference("${file:" + file + "}").resolve()).isEqualTo("from a file");
  }

  @Test
  void namesTheReferenceWhenItLeadsToNothing() {
    assertThatThrownBy(() -> reference("${env:NAME}").resolve(name -> ""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the secret ${env:NAME} is not set or empty");
    assertThatThrownBy(() -> reference("${file:/nowhere}").resolve())
        .hasMessageContaining("${file:/nowhere} cannot be read");
  }

  @Test
  void aPlainValueIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> reference("hunter2"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("a.yaml:1:")
        .hasMessageNotContaining("hunter2");
  }
}
