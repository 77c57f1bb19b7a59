package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionProvider;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ProviderContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.ArrayList;
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
    List<Action> all = new ArrayList<>();
    all.add(new RestartPod(cluster, attempts));
    all.add(new RollingRestart(cluster, attempts));
    all.add(new Scale(cluster, attempts));
    all.add(new RollBack(cluster, attempts));
    all.add(new CordonNode(CordonNode.SPEC, cluster, attempts));
    all.add(new DrainNode(cluster, attempts));
    all.add(new PatchConfigMap(cluster, attempts));
    all.add(new DeleteJob(cluster, attempts));
    all.add(new FluxReconcile(cluster, attempts));
    all.add(FluxSuspend.suspend(cluster, attempts));
    all.add(FluxSuspend.resume(cluster, attempts));
    settings.argoCd().ifPresent(argo -> all.addAll(ArgoCdAction.all(cluster, argo, context)));
    all.forEach(action -> actions.put(action.spec().operation(), action));
  }

  /** What it can do; what goes through Argo CD only if that is configured. */
  static List<ActionSpec> specs(KubernetesSettings settings) {
    List<ActionSpec> specs =
        new ArrayList<>(
            List.of(
                RestartPod.SPEC,
                RollingRestart.SPEC,
                Scale.SPEC,
                RollBack.SPEC,
                CordonNode.SPEC,
                DrainNode.SPEC,
                PatchConfigMap.SPEC,
                DeleteJob.SPEC,
                FluxReconcile.SPEC,
                FluxSuspend.SUSPEND,
                FluxSuspend.RESUME));
    if (settings.argoCd().isPresent()) {
      specs.add(ArgoCdAction.SYNC);
      specs.add(ArgoCdAction.ROLL_BACK);
    }
    return specs;
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
    KubernetesClientBuilder client =
        new KubernetesClientBuilder()
            .withConfig(config.build())
            // Where its logger is set to TRACE it would log every header, the token's too.
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("HttpLogging", null));
    return new KubernetesProvider(client.build(), settings, context);
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
