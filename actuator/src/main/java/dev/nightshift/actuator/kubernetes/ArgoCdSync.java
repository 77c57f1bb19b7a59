package dev.nightshift.actuator.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.http.HttpCaller;
import dev.nightshift.actuator.http.HttpProtocol;
import dev.nightshift.actuator.http.HttpReply;
import dev.nightshift.actuator.http.Json;
import dev.nightshift.actuator.http.Reading;
import dev.nightshift.actuator.kubernetes.ArgoCdApplication.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A synchronisation by Argo CD's REST API. It carries the order's key among its infos, which Argo
 * CD keeps with its newest operation: by that it is found again, and an undo knows what was there.
 *
 * <p>A roll-back is the synchronisation to a revision that the history names. Argo CD's own call
 * for it takes no infos.
 */
final class ArgoCdSync implements HttpProtocol {

  private final Cluster cluster;
  private final ArgoCdSettings settings;
  private final HttpCaller caller;
  private final boolean back;

  /**
   * @param back to the revision before, and not to the repository's
   */
  ArgoCdSync(Cluster cluster, ArgoCdSettings settings, HttpCaller caller, boolean back) {
    this.cluster = cluster;
    this.settings = settings;
    this.caller = caller;
    this.back = back;
  }

  /**
   * What is to be done.
   *
   * @param revision to synchronise to; empty for the one that the application follows
   * @param was what was deployed before
   */
  record Wanted(ArgoCdName application, String revision, String was) {

    String sentence() {
      return revision.isEmpty()
          ? "synchronise the application " + application + " with its repository"
          : "synchronise the application " + application + " from " + was + " to " + revision;
    }
  }

  /** Reads the application, with every check of safety. */
  Wanted wanted(Order order) throws Obstacle, IOException, InterruptedException {
    ArgoCdName name = name(order);
    HttpReply reply = caller.send(get(name));
    if (reply.status() != 200) {
      throw new IOException("the application " + name + " cannot be read: " + reply.describe());
    }
    ArgoCdApplication application =
        Json.read(reply)
            .map(ArgoCdApplication::new)
            .orElseThrow(() -> new IOException("the application " + name + " is no JSON"));
    application.checkIdle();
    if (order.undo()) {
      return new Wanted(name, undone(order, application), application.current().revision());
    }
    if (!back) {
      return new Wanted(name, "", "");
    }
    application.checkPinnable();
    Deployment current = application.current();
    if (current.at().isAfter(order.decidedAt())) {
      throw new Obstacle("somebody deployed " + current.revision() + " since this was decided");
    }
    Deployment before = application.before(current);
    application.checkSameSource(before);
    return new Wanted(name, before.revision(), current.revision());
  }

  private static String undone(Order order, ArgoCdApplication application) throws Obstacle {
    String was = application.said(ArgoCdApplication.WAS);
    if (was.isEmpty() || !application.said(ArgoCdApplication.INCIDENT).equals(order.incident())) {
      throw new Obstacle(
          "there is nothing to undo: the last operation was no roll-back of this incident");
    }
    application.checkPinnable();
    return was;
  }

  private ArgoCdName name(Order order) throws Obstacle, IOException {
    try {
      return ArgoCdName.of(cluster.workload(order).object());
    } catch (KubernetesClientException e) {
      throw new IOException("the cluster cannot be asked: " + e.getMessage(), e);
    }
  }

  @Override
  public HttpRequest.Builder act(Order order) throws IOException, InterruptedException {
    Wanted wanted;
    try {
      wanted = wanted(order);
    } catch (Obstacle e) {
      throw new IOException(e.getMessage(), e);
    }
    ObjectNode body = Json.object();
    body.put("name", wanted.application().name());
    if (!wanted.application().namespace().isEmpty()) {
      body.put("appNamespace", wanted.application().namespace());
    }
    if (!wanted.revision().isEmpty()) {
      body.put("revision", wanted.revision());
    }
    body.put("prune", false);
    ArrayNode infos = body.putArray("infos");
    info(infos, ArgoCdApplication.KEY, order.key());
    info(infos, ArgoCdApplication.INCIDENT, order.incident());
    if (!wanted.was().isEmpty()) {
      info(infos, ArgoCdApplication.WAS, wanted.was());
    }
    return request("/" + wanted.application().name() + "/sync")
        .header("Content-Type", "application/json")
        .POST(Json.body(body));
  }

  private static void info(ArrayNode infos, String name, String value) {
    infos.addObject().put("name", name).put("value", value);
  }

  @Override
  public Optional<HttpRequest.Builder> lookUp(Order order) throws IOException {
    try {
      return Optional.of(get(name(order)));
    } catch (Obstacle e) {
      return Optional.empty();
    }
  }

  private HttpRequest.Builder get(ArgoCdName name) {
    String query =
        name.namespace().isEmpty()
            ? ""
            : "?appNamespace=" + URLEncoder.encode(name.namespace(), StandardCharsets.UTF_8);
    return request("/" + name.name() + query).GET();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.url() + "/api/v1/applications" + path))
        .header("Authorization", "Bearer " + settings.token().reveal());
  }

  @Override
  public Reading accepted(HttpReply reply, Order order) {
    return Json.read(reply).isPresent() ? Reading.running() : Reading.unreadable();
  }

  @Override
  public Reading found(HttpReply reply, Order order) {
    return Json.read(reply)
        .map(json -> new ArgoCdApplication(json).outcome(order))
        .orElse(Reading.unreadable());
  }

  /** Argo CD says why: a sync window, an operation in progress, a missing right. */
  @Override
  public String refused(HttpReply reply) {
    String message = Json.read(reply).map(json -> json.path("message").asText()).orElse("");
    return HttpProtocol.super.refused(reply) + (message.isEmpty() ? "" : ": " + message);
  }

  @Override
  public String describe(Order order) {
    return "synchronise the application of " + order.target().key();
  }
}
