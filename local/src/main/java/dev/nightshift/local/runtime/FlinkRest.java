package dev.nightshift.local.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client of a Flink cluster's REST API. Thread-safe. */
public final class FlinkRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * Makes a client.
   *
   * @param address such as {@code http://localhost:8081}
   */
  public FlinkRest(URI address) {
    this.address = address;
  }

  /** Where the API and the web page are. */
  public URI address() {
    return address;
  }

  /**
   * Asks for a resource.
   *
   * @param path such as {@code /jobs/overview}
   * @throws IOException if the cluster is out of reach or refuses, with its answer
   */
  public JsonNode get(String path) throws IOException {
    return send(HttpRequest.newBuilder(address.resolve(path)).GET(), path);
  }

  /** Asks for a job's cancellation and does not wait for it. */
  public void cancel(String job) throws IOException {
    String path = "/jobs/" + job + "?mode=cancel";
    send(
        HttpRequest.newBuilder(address.resolve(path))
            .method("PATCH", HttpRequest.BodyPublishers.noBody()),
        path);
  }

  /** The ids of the task managers that the cluster counts as alive. */
  public List<String> taskManagers() throws IOException {
    List<String> ids = new ArrayList<>();
    get("/taskmanagers").path("taskmanagers").forEach(one -> ids.add(one.path("id").asText()));
    return ids;
  }

  /** Whether every task of a job runs, not only the job as a whole. */
  public boolean allTasksRun(String job) throws IOException {
    JsonNode answer = get("/jobs/" + job);
    int all = 0;
    int running = 0;
    for (JsonNode vertex : answer.path("vertices")) {
      all += vertex.path("parallelism").asInt();
      running += vertex.path("tasks").path("RUNNING").asInt();
    }
    return all > 0 && running == all;
  }

  private JsonNode send(HttpRequest.Builder request, String path) throws IOException {
    try {
      HttpResponse<byte[]> response =
          client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() >= 400) {
        throw new IOException(
            "Flink answers "
                + response.statusCode()
                + " to "
                + path
                + ": "
                + JSON.readTree(response.body()));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking Flink for " + path, e);
    }
  }
}
