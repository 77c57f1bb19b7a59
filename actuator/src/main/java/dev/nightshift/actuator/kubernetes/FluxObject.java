package dev.nightshift.actuator.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Kustomization or HelmRelease by which Flux keeps an object in step with its source. Flux
 * names it in labels of the object (manuals of its kustomize and helm controllers).
 */
record FluxObject(ResourceDefinitionContext kind, String namespace, String name) {

  private static final List<ResourceDefinitionContext> KINDS =
      List.of(
          kind("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations"),
          kind("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "helmreleases"));

  private static ResourceDefinitionContext kind(
      String group, String version, String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }

  /** What an object's labels say; empty if they name none. */
  static Optional<FluxObject> of(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    if (labels == null) {
      return Optional.empty();
    }
    return KINDS.stream()
        .filter(kind -> labels.containsKey(kind.getGroup() + "/name"))
        .findFirst()
        .map(
            kind ->
                new FluxObject(
                    kind,
                    labels.getOrDefault(kind.getGroup() + "/namespace", ""),
                    labels.get(kind.getGroup() + "/name")));
  }

  private Resource<GenericKubernetesResource> resource(KubernetesClient client) {
    return client.genericKubernetesResources(kind).inNamespace(namespace).withName(name);
  }

  /** Where one that was read is changed. */
  static Resource<GenericKubernetesResource> resource(
      KubernetesClient client, GenericKubernetesResource object) {
    return KINDS.stream()
        .filter(kind -> kind.getKind().equals(object.getKind()))
        .map(
            kind ->
                new FluxObject(
                    kind, object.getMetadata().getNamespace(), object.getMetadata().getName()))
        .findFirst()
        .orElseThrow()
        .resource(client);
  }

  /**
   * Reads it.
   *
   * @param kept the object whose labels led here: it has to be one that Flux keeps by this
   */
  GenericKubernetesResource load(KubernetesClient client, HasMetadata kept) throws Obstacle {
    GenericKubernetesResource found = resource(client).get();
    if (found == null) {
      throw new Obstacle("there is no " + this);
    }
    if (!keeps(found, kept)) {
      throw new Obstacle(
          this + " does not keep " + kept.getKind() + " " + kept.getMetadata().getName());
    }
    return found;
  }

  /** A label can be copied or forged: what Flux itself says of the object is asked too. */
  private static boolean keeps(GenericKubernetesResource found, HasMetadata kept) {
    String namespace = kept.getMetadata().getNamespace();
    if (found.getKind().equals("HelmRelease")) {
      Object target = found.get("spec", "targetNamespace");
      return namespace.equals(target == null ? found.getMetadata().getNamespace() : target);
    }
    // namespace_name_group_kind
    String id =
        namespace
            + "_"
            + kept.getMetadata().getName()
            + "_"
            + group(kept.getApiVersion())
            + "_"
            + kept.getKind();
    Object entries = found.get("status", "inventory", "entries");
    return entries instanceof List<?> list
        && list.stream()
            .anyMatch(entry -> entry instanceof Map<?, ?> map && id.equals(map.get("id")));
  }

  private static String group(String apiVersion) {
    int end = apiVersion.indexOf('/');
    return end < 0 ? "" : apiVersion.substring(0, end);
  }

  static boolean suspended(GenericKubernetesResource object) {
    return Boolean.TRUE.equals(object.get("spec", "suspend"));
  }

  @Override
  public String toString() {
    return kind.getKind() + " " + namespace + "/" + name;
  }
}
