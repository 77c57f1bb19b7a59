package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.config.ConfigNode;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The Argo CD that keeps workloads of the cluster in step with a repository.
 *
 * @param url of its API server
 * @param token of an account that may get and sync the applications, and no more
 */
record ArgoCdSettings(URI url, Secret token, HttpSettings http) {

  /** Reads the section {@code argo-cd} of {@code kubernetes}. */
  static ArgoCdSettings read(ConfigNode node, UnaryOperator<String> environment) {
    HttpSettings http =
        HttpSettings.read(node, Duration.ofMinutes(10), environment, "url", "token");
    return new ArgoCdSettings(
        HttpSettings.url(node.get("url")), Secret.resolve(node.get("token"), environment), http);
  }
}
