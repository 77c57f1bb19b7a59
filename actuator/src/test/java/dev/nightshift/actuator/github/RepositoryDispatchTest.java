package dev.nightshift.actuator.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.http.HttpProviderContract;
import dev.nightshift.config.ConfigNode;
import java.util.Map;

/** GitHub Actions: dispatched, found by the key in the name of the run, followed to the end. */
class RepositoryDispatchTest extends HttpProviderContract {

  @Override
  protected String section(String url, String bounds) {
    return "{url: '"
        + url
        + "', token: '${env:TOKEN}', repositories: [acme/ops], visible-within: 100ms, "
        + bounds
        + "}";
  }

  @Override
  protected ProviderSettings read(ConfigNode section) {
    return GitHubSettings.read(section, name -> SECRET);
  }

  @Override
  protected String operation() {
    return "repository_dispatch";
  }

  @Override
  protected Map<String, String> parameters() {
    return Map.of("repository", "acme/ops", "event", "heal", "zone", "b");
  }

  @Override
  protected MappingBuilder act() {
    return post("/repos/acme/ops/dispatches");
  }

  @Override
  protected ResponseDefinitionBuilder accepted() {
    return aResponse().withStatus(204);
  }

  @Override
  protected boolean keepsRecord() {
    return true;
  }

  @Override
  protected void record(boolean known) {
    server.stubFor(
        get(urlPathEqualTo("/repos/acme/ops/actions/runs"))
            .withQueryParam("event", equalTo("repository_dispatch"))
            .withQueryParam("created", equalTo(">=2023-11-14T22:13:20Z"))
            .willReturn(okJson(known ? runs("heal inc-1:0:1") : runs("heal inc-2:0:1"))));
  }

  private static String runs(String title) {
    return "{\"workflow_runs\":[{\"display_title\":\"other\",\"status\":\"queued\"},"
        + "{\"display_title\":\""
        + title
        + "\",\"status\":\"completed\","
        + "\"conclusion\":\"success\",\"html_url\":\"https://github.com/o/r/actions/runs/7\"}]}";
  }

  @Override
  protected String golden() {
    return "github-event.http";
  }
}
