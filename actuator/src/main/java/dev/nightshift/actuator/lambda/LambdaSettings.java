package dev.nightshift.actuator.lambda;

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
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * AWS Lambda.
 *
 * @param url of the service; by default the region's own
 * @param sessionToken with temporary credentials
 * @param functions names of those that may be invoked
 */
public record LambdaSettings(
    URI url,
    String region,
    Secret accessKeyId,
    Secret secretAccessKey,
    Optional<Secret> sessionToken,
    List<String> functions,
    HttpSettings http)
    implements SpecifiedProvider {

  /** The name of the provider and of its section. */
  public static final String NAME = "lambda";

  public LambdaSettings {
    functions = List.copyOf(functions);
  }

  /** Reads the section {@code lambda}. */
  public static LambdaSettings read(ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http =
        HttpSettings.read(
            node,
            Duration.ofMinutes(2),
            environment,
            "url",
            "region",
            "access-key-id",
            "secret-access-key",
            "session-token",
            "functions");
    String region = node.text("region");
    if (!region.matches("[a-z0-9-]{1,40}")) {
      throw node.get("region").error("expected a region such as eu-central-1");
    }
    return new LambdaSettings(
        node.has("url")
            ? HttpSettings.url(node.get("url"))
            : URI.create("https://lambda." + region + ".amazonaws.com"),
        region,
        Secret.resolve(node.get("access-key-id"), environment),
        Secret.resolve(node.get("secret-access-key"), environment),
        node.find("session-token").map(token -> Secret.resolve(token, environment)),
        node.texts("functions"),
        http);
  }

  @Override
  public List<ActionSpec> specs() {
    return List.of(
        ActionSpec.open(
            "invoke",
            "invoke a function with the order as a CloudEvent and wait for its answer",
            Risk.MEDIUM,
            Idempotency.NONE,
            Parameter.listed("function", functions)));
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    return HttpProvider.open(NAME, this, spec -> new Invoke(this, context.clock()), http, context);
  }
}
