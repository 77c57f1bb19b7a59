package dev.nightshift.actuator.argo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.http.HttpProviderContract;
import dev.nightshift.actuator.http.Json;
import dev.nightshift.config.ConfigNode;
import dev.nightshift.contract.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Argo Workflows: submitted once by its name, followed to the end. */
class ArgoProviderTest extends HttpProviderContract {

  @Override
  protected String section(String url, String bounds) {
    return "{url: '"
        + url
        + "', token: '${env:TOKEN}', namespace: repairs, templates: [failover], "
        + bounds
        + "}";
  }

  @Override
  protected ProviderSettings read(ConfigNode section) {
    return ArgoSettings.read(section, name -> SECRET);
  }

  @Override
  protected String operation() {
    return "submit_workflow";
  }

  @Override
  protected Map<String, String> parameters() {
    return Map.of("template", "failover", "zone", "b");
  }

  @Override
  protected MappingBuilder act() {
    return post("/api/v1/workflows/repairs");
  }

  @Override
  protected ResponseDefinitionBuilder accepted() {
    return okJson("{\"metadata\":{\"name\":\"" + NAME + "\"}}");
  }

  @Override
  protected boolean keepsRecord() {
    return true;
  }

  private static final String NAME = "nightshift-" + Json.digest("inc-1:0:1").substring(0, 24);

  @Override
  protected void record(boolean known) {
    phase(known ? "Succeeded" : "");
  }

  private void phase(String phase) {
    server.stubFor(
        get("/api/v1/workflows/repairs/" + NAME)
            .willReturn(
                phase.isEmpty()
                    ? aResponse().withStatus(404)
                    : okJson("{\"status\":{\"phase\":\"" + phase + "\",\"message\":\"exit 3\"}}")));
  }

  @Override
  protected String golden() {
    return "argo.http";
  }

  @Test
  void aFailedWorkflowIsAFailure() throws Exception {
    phase("Failed");
    answers(accepted());
    var answer = execute(true);
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.detail()).contains(NAME + " Failed: exit 3");
  }
}
