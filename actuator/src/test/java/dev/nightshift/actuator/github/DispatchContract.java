package dev.nightshift.actuator.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.http.HttpProviderContract;
import dev.nightshift.config.ConfigNode;

/** What both ways to start a run of GitHub Actions have in common, but for names and paths. */
abstract class DispatchContract extends HttpProviderContract {

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
        get(urlPathEqualTo(runsPath()))
            .withQueryParam("event", equalTo(operation()))
            .withQueryParam("created", equalTo(">=2023-11-14T22:13:20Z"))
            .willReturn(okJson(known ? runs("heal inc-1:0:1") : runs("heal inc-2:0:1"))));
  }

  /** Path of the list in which the run is looked for. */
  protected abstract String runsPath();

  private static String runs(String title) {
    return "{\"workflow_runs\":[{\"display_title\":\"other\",\"status\":\"queued\"},"
        + "{\"display_title\":\""
        + title
        + "\",\"status\":\"completed\","
        + "\"conclusion\":\"success\",\"html_url\":\"https://github.com/o/r/actions/runs/7\"}]}";
  }
}
