package dev.nightshift.actuator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/**
 * The application of Argo CD that keeps an object, by its tracking annotation or label ("Resource
 * Tracking" in Argo CD's manual).
 *
 * @param namespace of the application; empty for Argo CD's own
 */
record ArgoCdName(String namespace, String name) {

  private static final String TRACKING_ID = "argocd.argoproj.io/tracking-id";
  private static final String INSTANCE = "argocd.argoproj.io/instance";

  /**
   * Finds it.
   *
   * @throws Obstacle if Argo CD does not keep the object: also if the annotation is about another
   *     object, from which it was copied
   */
  static ArgoCdName of(HasMetadata object) throws Obstacle {
    String id = value(object.getMetadata().getAnnotations(), TRACKING_ID);
    if (!id.isEmpty()) {
      // application:group/kind:namespace/name
      String[] parts = id.split(":", -1);
      String expected =
          object.getKind()
              + ":"
              + object.getMetadata().getNamespace()
              + "/"
              + object.getMetadata().getName();
      if (parts.length == 3 && (parts[1] + ":" + parts[2]).endsWith("/" + expected)) {
        return parse(parts[0]);
      }
      throw new Obstacle("the annotation " + TRACKING_ID + " is about another object: " + id);
    }
    String instance = value(object.getMetadata().getLabels(), INSTANCE);
    if (instance.isEmpty()) {
      throw new Obstacle(
          object.getKind()
              + " "
              + object.getMetadata().getName()
              + " is not managed by Argo CD: it has neither "
              + TRACKING_ID
              + " nor "
              + INSTANCE);
    }
    return parse(instance);
  }

  /** An application outside of Argo CD's own namespace is written namespace_name. */
  private static ArgoCdName parse(String text) {
    int end = text.indexOf('_');
    return end < 0
        ? new ArgoCdName("", text)
        : new ArgoCdName(text.substring(0, end), text.substring(end + 1));
  }

  private static String value(Map<String, String> map, String key) {
    return map == null ? "" : map.getOrDefault(key, "");
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
