package dev.nightshift.actuator.argo;

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
 * Argo Workflows, by its server's HTTP API.
 *
 * @param url of the server
 * @param namespace that workflows run in
 * @param templates names of the WorkflowTemplates that may be submitted
 */
public record ArgoSettings(
    URI url, Secret token, String namespace, List<String> templates, HttpSettings http)
    implements SpecifiedProvider {

  /** The name of the provider and of its section. */
  public static final String NAME = "argo";

  public ArgoSettings {
    templates = List.copyOf(templates);
  }

  /** Reads the section {@code argo}. */
  public static ArgoSettings read(ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http =
        HttpSettings.read(
            node, Duration.ofMinutes(10), environment, "url", "token", "namespace", "templates");
    return new ArgoSettings(
        HttpSettings.url(node.get("url")),
        Secret.resolve(node.get("token"), environment),
        node.text("namespace"),
        node.texts("templates"),
        http);
  }

  @Override
  public List<ActionSpec> specs() {
    return List.of(
        ActionSpec.open(
            "submit_workflow",
            "submit a workflow from a template and follow it to its end",
            Risk.MEDIUM,
            Idempotency.KEYED,
            Parameter.listed("template", templates)));
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    return HttpProvider.open(NAME, this, spec -> new SubmitWorkflow(this), http, context);
  }
}
