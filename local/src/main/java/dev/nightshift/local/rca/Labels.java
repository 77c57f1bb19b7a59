package dev.nightshift.local.rca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what was the cause of a recorded case. For scoring alone: no job sees it. */
final class Labels {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The cause.
   *
   * @param service name, without its system
   * @param pod empty where the set does not say
   * @param inner two events of its code, joined by a bar, or a metric; empty likewise
   * @param group that figures are told apart by: the kind of fault, or the symptom's metric
   */
  record Label(String service, String pod, String inner, String group) {

    boolean hasFine() {
      return !inner.isEmpty();
    }
  }

  private Labels() {}

  /** Empty where a case has no label. */
  static Optional<Label> of(RecordedCase recorded) throws IOException {
    Path nezha = Path.of(recorded.path(), "label.json");
    if (Files.isRegularFile(nezha)) {
      JsonNode label = JSON.readTree(nezha.toFile());
      return Optional.of(
          new Label(
              label.path("service").asText(),
              label.path("pod").asText(),
              label.path("inner").asText(),
              label.path("type").asText("all")));
    }
    Path petShop = Path.of(recorded.path(), "target.json");
    if (Files.isRegularFile(petShop)) {
      JsonNode label = JSON.readTree(petShop.toFile());
      return Optional.of(
          new Label(
              label.path("root_cause").path("node").asText(),
              "",
              "",
              label.path("target").path("metric").asText()));
    }
    return Optional.empty();
  }
}
