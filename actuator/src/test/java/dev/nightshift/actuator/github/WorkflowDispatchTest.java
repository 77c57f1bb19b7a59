package dev.nightshift.actuator.github;

import static com.github.tomakehurst.wiremock.client.WireMock.post;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import java.util.Map;

/** GitHub Actions: dispatched, found by the key in the name of the run, followed to the end. */
class WorkflowDispatchTest extends DispatchContract {

  @Override
  protected String operation() {
    return "workflow_dispatch";
  }

  @Override
  protected Map<String, String> parameters() {
    return Map.of("repository", "acme/ops", "workflow", "heal.yml", "ref", "main", "zone", "b");
  }

  @Override
  protected MappingBuilder act() {
    return post("/repos/acme/ops/actions/workflows/heal.yml/dispatches");
  }

  @Override
  protected String runsPath() {
    return "/repos/acme/ops/actions/workflows/heal.yml/runs";
  }

  @Override
  protected String golden() {
    return "github-workflow.http";
  }
}
