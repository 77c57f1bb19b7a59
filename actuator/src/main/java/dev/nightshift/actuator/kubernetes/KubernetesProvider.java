package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ProviderContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Acts in one Kubernetes cluster. Every action reads the live state first: it takes away no last
 * healthy instance, fights no autoscaler, and only proposes what GitOps would set back.
 */
public final class KubernetesProvider implements ActionProvider {

  /** The name of this provider and of its section in the configuration. */
  public static final String NAME = "kubernetes";

  private final KubernetesClient client;
  private final Map<String, Action> actions = new LinkedHashMap<>();

  KubernetesProvider(
      KubernetesClient client, KubernetesSettings settings, ProviderContext context) {
    this.client = client;
    Cluster cluster = new Cluster(client, settings);
    Attempts attempts = new Attempts(context, settings);
    for (Action action :
        List.of(
            new RestartPod(cluster, attempts),
            new RollingRestart(cluster, attempts),
            new Scale(cluster, attempts),
            new RollBack(cluster, attempts),
            new CordonNode(CordonNode.SPEC, cluster, attempts),
            new DrainNode(cluster, attempts),
            new PatchConfigMap(cluster, attempts),
            new DeleteJob(cluster, attempts))) {
      actions.put(action.spec().operation(), action);
    }
  }

  static List<ActionSpec> specs() {
    return List.of(
        RestartPod.SPEC,
        RollingRestart.SPEC,
        Scale.SPEC,
        RollBack.SPEC,
        CordonNode.SPEC,
        DrainNode.SPEC,
        PatchConfigMap.SPEC,
        DeleteJob.SPEC);
  }

  static KubernetesProvider open(KubernetesSettings settings, ProviderContext context) {
    ConfigBuilder config =
        settings.url().isPresent()
            ? new ConfigBuilder(Config.empty()).withMasterUrl(settings.url().get())
            : new ConfigBuilder();
    settings.token().ifPresent(token -> config.withOauthToken(token.reveal()));
    settings.authorities().ifPresent(config::withCaCertFile);
    int millis = (int) settings.timeout().toMillis();
    // Retries are ours: the client's own know neither the halt nor the deadline.
    config.withConnectionTimeout(millis).withRequestTimeout(millis).withRequestRetryBackoffLimit(0);
    return new KubernetesProvider(
        new KubernetesClientBuilder().withConfig(config.build()).build(), settings, context);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Action action(String operation) {
    Action action = actions.get(operation);
    if (action == null) {
      throw new IllegalArgumentException("kubernetes has no operation '" + operation + "'");
    }
    return action;
  }

  @Override
  public void close() {
    client.close();
  }
}
