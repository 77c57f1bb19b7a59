package dev.nightshift.actuator;

import dev.nightshift.actuator.action.ProviderKind;
import dev.nightshift.actuator.action.ProviderSettings;
import dev.nightshift.actuator.argo.ArgoSettings;
import dev.nightshift.actuator.github.GitHubSettings;
import dev.nightshift.actuator.google.GoogleSettings;
import dev.nightshift.actuator.kubernetes.KubernetesProvider;
import dev.nightshift.actuator.kubernetes.KubernetesSettings;
import dev.nightshift.actuator.lambda.LambdaSettings;
import dev.nightshift.actuator.redis.RedisSettings;
import dev.nightshift.actuator.script.ScriptSettings;
import dev.nightshift.actuator.ssh.SshSettings;
import dev.nightshift.actuator.webhook.WebhookProvider;
import dev.nightshift.actuator.webhook.WebhookSettings;
import dev.nightshift.config.ConfigNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The kinds of providers, each under the name of its section in the configuration. */
final class Providers {

  private static final Map<String, ProviderKind> KINDS = kinds();

  private Providers() {}

  private static Map<String, ProviderKind> kinds() {
    Map<String, ProviderKind> kinds = new LinkedHashMap<>();
    kinds.put(WebhookProvider.NAME, WebhookSettings::read);
    kinds.put(KubernetesProvider.NAME, KubernetesSettings::read);
    kinds.put(ArgoSettings.NAME, ArgoSettings::read);
    kinds.put(GitHubSettings.NAME, GitHubSettings::read);
    kinds.put(LambdaSettings.NAME, LambdaSettings::read);
    kinds.put(GoogleSettings.NAME, GoogleSettings::read);
    kinds.put(RedisSettings.NAME, RedisSettings::read);
    kinds.put(SshSettings.NAME, SshSettings::read);
    kinds.put(ScriptSettings.NAME, ScriptSettings::read);
    return kinds;
  }

  /** All names, in the order of the documents. */
  static String[] names() {
    return KINDS.keySet().toArray(String[]::new);
  }

  /** Reads the sections that the file has. */
  static Map<String, ProviderSettings> read(ConfigNode root, UnaryOperator<String> environment) {
    Map<String, ProviderSettings> settings = new LinkedHashMap<>();
    KINDS.forEach(
        (name, kind) ->
            root.find(name).ifPresent(node -> settings.put(name, kind.read(node, environment))));
    return settings;
  }
}
