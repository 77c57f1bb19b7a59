package dev.nightshift.actuator.google;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenProvider;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Google Cloud Functions and Cloud Run services: both are called at their address with an identity
 * token.
 *
 * @param credentials JSON of a service account; without it, those of the environment (metadata
 *     server, {@code GOOGLE_APPLICATION_CREDENTIALS})
 * @param services address of each service that may be called
 */
public record GoogleSettings(
    Optional<Secret> credentials, Map<String, URI> services, HttpSettings http)
    implements SpecifiedProvider {

  /** The name of the provider and of its section. */
  public static final String NAME = "google";

  public GoogleSettings {
    services = Map.copyOf(services);
  }

  /** Reads the section {@code google}. */
  public static GoogleSettings read(ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http =
        HttpSettings.read(node, Duration.ofMinutes(2), environment, "credentials", "services");
    Map<String, URI> services = new LinkedHashMap<>();
    ConfigNode named = node.get("services");
    named.keys().forEach(name -> services.put(name, HttpSettings.url(named.get(name))));
    Optional<Secret> credentials =
        node.find("credentials").map(place -> Secret.resolve(place, environment));
    if (credentials.isPresent()) {
      try {
        account(credentials.get());
      } catch (IOException e) {
        throw node.get("credentials").error("expected the JSON key of a service account");
      }
    }
    return new GoogleSettings(credentials, services, http);
  }

  private static GoogleCredentials account(Secret json) throws IOException {
    return com.google.auth.oauth2.ServiceAccountCredentials.fromStream(
        new ByteArrayInputStream(json.bytes()));
  }

  /**
   * Who can make identity tokens.
   *
   * @throws IOException if the environment has no credentials, or they cannot make such tokens
   */
  IdTokenProvider tokens() throws IOException {
    GoogleCredentials found =
        credentials.isPresent()
            ? account(credentials.get())
            : GoogleCredentials.getApplicationDefault();
    if (found instanceof IdTokenProvider provider) {
      return provider;
    }
    throw new IOException(found.getClass().getSimpleName() + " cannot make identity tokens");
  }

  @Override
  public List<ActionSpec> specs() {
    return List.of(
        ActionSpec.open(
            "call_service",
            "call a Cloud Function or Cloud Run service with the order as a CloudEvent",
            Risk.MEDIUM,
            Idempotency.NONE,
            Parameter.listed("service", services.keySet().stream().sorted().toList())));
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    return HttpProvider.open(NAME, this, spec -> new CallService(this), http, context);
  }
}
