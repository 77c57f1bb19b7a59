package dev.nightshift.actuator.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ParameterSchema;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import java.util.Map;

/** Sets one entry of a ConfigMap, for example a feature flag. */
final class PatchConfigMap extends MarkedAction {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "patch_config_map",
          "set one entry of a ConfigMap, for example a flag",
          Risk.MEDIUM,
          Idempotency.KEYED,
          true,
          Parameter.required("name", ParameterSchema.NAME, "the name of a ConfigMap"),
          Parameter.required("key", "[-._a-zA-Z0-9]{1,253}", "the key of an entry"),
          Parameter.required("value", "(?s).{0,1000}", "at most 1000 characters"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;

  PatchConfigMap(Cluster cluster, Attempts attempts) {
    super(SPEC, attempts);
    this.cluster = cluster;
  }

  @Override
  HasMetadata load(Order order) throws Obstacle {
    String name = order.parameter("name");
    if (!KubernetesSettings.listed(cluster.settings().configMaps(), name)) {
      throw new Obstacle("the ConfigMap '" + name + "' is not among those that may be patched");
    }
    String namespace = cluster.namespace(order);
    ConfigMap found = cluster.client().configMaps().inNamespace(namespace).withName(name).get();
    if (found == null) {
      throw new Obstacle("there is no ConfigMap " + namespace + "/" + name);
    }
    if (Boolean.TRUE.equals(found.getImmutable())) {
      throw new Obstacle("the ConfigMap " + namespace + "/" + name + " is immutable");
    }
    return found;
  }

  @Override
  Change change(Order order, HasMetadata object) throws Obstacle {
    String key = order.parameter("key");
    String value = order.parameter("value");
    Map<String, String> data = data(object);
    String sentence = "set '" + key + "' of the ConfigMap " + object.getMetadata().getName();
    Ownership.refuseIfGitOps(cluster, object, sentence + " to '" + value + "'");
    Change change = Change.of(sentence, entry(data.get(key)), entry(value));
    return data.isEmpty()
        ? change.set("/data", Map.of(key, value))
        : change.set("/data/" + Change.escape(key), value);
  }

  @Override
  Change revert(Order order, HasMetadata object, Mark mark) throws Obstacle {
    String key = order.parameter("key");
    Map<String, String> data = data(object);
    String sentence = "set '" + key + "' of " + object.getMetadata().getName() + " back";
    if (!entry(data.get(key)).equals(mark.now())) {
      throw new Obstacle("somebody else changed '" + key + "' meanwhile");
    }
    Change change = Change.of(sentence, /* was= */ mark.now(), /* now= */ mark.was());
    String path = "/data/" + Change.escape(key);
    String was = value(mark.was());
    return was == null ? change.remove(path) : change.set(path, was);
  }

  private static Map<String, String> data(HasMetadata object) {
    Map<String, String> data = ((ConfigMap) object).getData();
    return data == null ? Map.of() : data;
  }

  /** An entry as JSON: null and empty text are not the same. */
  private static String entry(String value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text can always be written", e);
    }
  }

  private static String value(String entry) throws Obstacle {
    try {
      return JSON.readValue(entry, String.class);
    } catch (JsonProcessingException e) {
      throw new Obstacle("what was there before is not recorded in a readable form");
    }
  }

  @Override
  void send(HasMetadata object, PatchContext context, String patch) {
    cluster
        .client()
        .configMaps()
        .inNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .patch(context, patch);
  }
}
