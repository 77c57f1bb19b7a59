package dev.nightshift.actuator.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.actuator.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Alertmanager itself, a process of its own, that groups by system and tells one webhook. */
final class AlertmanagerServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final URI url;

  AlertmanagerServer(AlertmanagerBinary binary, Path directory, String webhook)
      throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            directory.resolve("alertmanager.yml"),
            """
            route:
              {receiver: hook, group_by: [system], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
            receivers:
              - {name: hook, webhook_configs: [{url: '%s', send_resolved: true}]}
            """
                .formatted(webhook));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    url = URI.create("http://127.0.0.1:" + port);
    Path log = directory.resolve("alertmanager.log");
    process =
        new ProcessBuilder(
                binary.program().toString(),
                "--config.file=" + config,
                "--storage.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .directory(binary.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Samples.until("Alertmanager is ready", () -> ready(log));
  }

  private boolean ready(Path log) {
    try {
      if (!process.isAlive()) {
        throw new IllegalStateException("Alertmanager has ended: " + Files.readString(log));
      }
      return send(HttpRequest.newBuilder(url.resolve("/-/ready"))).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  URI url() {
    return url;
  }

  /** The alerts that its API gives for a query, for example {@code active=false}. */
  JsonNode alerts(String query) {
    return json("/api/v2/alerts?" + query);
  }

  /** The alerts as they are grouped. */
  JsonNode groups() {
    return json("/api/v2/alerts/groups");
  }

  /** Sends what another program than ours would. */
  JsonNode post(String path, String body) {
    try {
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(url.resolve(path))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body)));
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode json(String path) {
    try {
      return JSON.readTree(send(HttpRequest.newBuilder(url.resolve(path))).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
