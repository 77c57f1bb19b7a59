package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.Secret;
import dev.nightshift.actuator.action.SpecifiedProvider;
import dev.nightshift.actuator.http.HttpSettings;
import dev.nightshift.config.ConfigNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One cluster, and what may be touched in it.
 *
 * @param url of the API server; empty for the pod's service account or the kubeconfig
 * @param token bearer token for {@code url}
 * @param authorities PEM file with the authorities to trust
 * @param namespaces namespace of each system; a system that is not named is not touched
 * @param timeout of one call
 * @param deadline for one action with its retries, until its rollout or drain is over
 * @param blastRadius largest share of a workload's healthy instances to lose at once, 0 to 1
 * @param maxReplicas no workload is scaled beyond it
 * @param nodes names of nodes that may be cordoned and drained; a star at the end is a prefix
 * @param configMaps names of ConfigMaps that may be patched, likewise
 * @param argoCd the Argo CD that deploys to the cluster, if it may be driven
 */
public record KubernetesSettings(
    Optional<String> url,
    Optional<Secret> token,
    Optional<String> authorities,
    Map<String, String> namespaces,
    Duration timeout,
    Duration deadline,
    double blastRadius,
    int maxReplicas,
    List<String> nodes,
    List<String> configMaps,
    Optional<ArgoCdSettings> argoCd)
    implements SpecifiedProvider {

  public KubernetesSettings {
    namespaces = Map.copyOf(namespaces);
    nodes = List.copyOf(nodes);
    configMaps = List.copyOf(configMaps);
  }

  /** Reads the section {@code kubernetes}. */
  public static KubernetesSettings read(ConfigNode node, UnaryOperator<String> environment) {
    node.allow(
        "url",
        "token",
        "authorities",
        "namespaces",
        "timeout",
        "deadline",
        "blast-radius",
        "max-replicas",
        "nodes",
        "config-maps",
        "argo-cd");
    if (node.has("token") && !node.has("url")) {
      throw node.get("token").error("a token belongs to a 'url', which is missing");
    }
    return new KubernetesSettings(
        node.find("url").map(HttpSettings::url).map(Object::toString),
        node.find("token").map(token -> Secret.resolve(token, environment)),
        node.find("authorities").map(ConfigNode::text),
        node.textMap("namespaces"),
        HttpSettings.positive(node, "timeout", Duration.ofSeconds(10)),
        HttpSettings.positive(node, "deadline", Duration.ofMinutes(4)),
        node.number("blast-radius", 0.5, 0, 1),
        (int) node.integer("max-replicas", 20, 1, 10_000),
        node.texts("nodes"),
        node.texts("config-maps"),
        node.find("argo-cd").map(child -> ArgoCdSettings.read(child, environment)));
  }

  @Override
  public List<ActionSpec> specs() {
    return KubernetesProvider.specs(this);
  }

  @Override
  public ActionProvider open(ProviderContext context) {
    return KubernetesProvider.open(this, context);
  }

  /** True if one of the patterns names it. */
  static boolean listed(List<String> patterns, String name) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                    : name.equals(pattern));
  }
}
