package dev.nightshift.actuator.webhook;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.ParameterSchema;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.config.ConfigNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The generic signed webhook.
 *
 * @param deduplicates the receiver honours the idempotency key: asking again never acts again
 */
public record WebhookSettings(URI url, Secret secret, boolean deduplicates, HttpSettings http)
    implements ProviderSettings {

  /** Reads the section {@code webhook}. */
  public static WebhookSettings read(ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http =
        HttpSettings.read(
            node, Duration.ofMinutes(2), environment, "url", "secret", "deduplicates");
    return new WebhookSettings(
        HttpSettings.url(node.get("url")),
        Secret.resolve(node.get("secret"), environment),
        node.flag("deduplicates", false),
        http);
  }

  /** Any operation: the receiver knows its own. What it does is not known here, so risk is LOW. */
  @Override
  public Optional<ActionSpec> spec(String operation) {
    Idempotency idempotency = deduplicates ? Idempotency.KEYED : Idempotency.NONE;
    return Optional.of(
        new ActionSpec(
            operation,
            "ask the receiver of the webhook to do it",
            Risk.LOW,
            idempotency,
            true,
            ParameterSchema.anything()));
  }

  @Override
  public List<String> operations() {
    return List.of();
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    return new WebhookProvider(this, context);
  }
}
