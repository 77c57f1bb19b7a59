package dev.nightshift.actuator.github;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.action.SpecifiedProvider;
import dev.nightshift.actuator.http.HttpProvider;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.config.ConfigNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * GitHub Actions.
 *
 * @param url of the REST API
 * @param token with the permission "actions: write" (workflow_dispatch) or "contents: write"
 *     (repository_dispatch) on the repositories, and no other
 * @param repositories {@code owner/name} of those that may be used
 * @param visibleWithin how long a run may take to appear after its dispatch
 */
public record GitHubSettings(
    URI url, Secret token, List<String> repositories, Duration visibleWithin, HttpSettings http)
    implements SpecifiedProvider {

  /** The name of the provider and of its section. */
  public static final String NAME = "github";

  public GitHubSettings {
    repositories = List.copyOf(repositories);
  }

  /** Reads the section {@code github}. */
  public static GitHubSettings read(ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http =
        HttpSettings.read(
            node,
            Duration.ofMinutes(10),
            environment,
            "url",
            "token",
            "repositories",
            "visible-within");
    return new GitHubSettings(
        node.has("url") ? HttpSettings.url(node.get("url")) : URI.create("https://api.github.com"),
        Secret.resolve(node.get("token"), environment),
        node.texts("repositories"),
        node.duration("visible-within", Duration.ofSeconds(30)),
        http);
  }

  @Override
  public List<ActionSpec> specs() {
    Parameter repository = Parameter.listed("repository", repositories);
    return List.of(
        ActionSpec.open(
            "workflow_dispatch",
            "run a workflow and follow it to its end",
            Risk.MEDIUM,
            Idempotency.NONE,
            repository,
            Parameter.required("workflow", "[A-Za-z0-9._-]{1,200}", "a workflow's file name"),
            Parameter.withDefault("ref", "[A-Za-z0-9._/-]{1,200}", "a branch or tag", "main")),
        ActionSpec.open(
            "repository_dispatch",
            "send an event to a repository and follow the run that it starts",
            Risk.MEDIUM,
            Idempotency.NONE,
            repository,
            Parameter.required("event", "[A-Za-z0-9._-]{1,100}", "an event type")));
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    return HttpProvider.open(NAME, this, this::protocol, http, context);
  }

  private Dispatch protocol(ActionSpec spec) {
    return new Dispatch(this, spec.operation().equals("workflow_dispatch"));
  }
}
