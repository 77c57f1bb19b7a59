package dev.nightshift.local.shop.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightshift.local.shop.ShopCase;
import dev.nightshift.local.shop.fault.FaultKind;
import dev.nightshift.local.shop.world.ShopBlueprint;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The webhook's contract over real HTTP. */
@Timeout(30)
class ShopInfrastructureApiTest {

  private static final byte[] SECRET = "open sesame".getBytes(StandardCharsets.UTF_8);
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ShopCase shop = ShopCase.with(FaultKind.CACHE_CORRUPTION, ShopBlueprint.CACHE);
  private InfrastructureApi api;

  @BeforeEach
  void start() throws Exception {
    shop.seconds(150);
    api = InfrastructureApi.start(List.of(shop.simulation), SECRET, CLOCK, 0);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private String event(String key, String action, String target) {
    return json.createObjectNode()
        .put("specversion", "1.0")
        .put("id", key)
        .put("source", "/nightshift/actuator")
        .put("type", "dev.nightshift.action.requested")
        .put("subject", target)
        .set(
            "data",
            json.createObjectNode().put("action", action).put("target", target).put("undo", false))
        .toString();
  }

  private HttpRequest request(String key, String body, byte[] secret, long timestamp) {
    String signature =
        new WebhookSignature(secret, CLOCK)
            .sign(Long.toString(timestamp), body.getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(api.url())
        .header("Content-Type", "application/cloudevents+json")
        .header("Idempotency-Key", key)
        .header("X-Nightshift-Timestamp", Long.toString(timestamp))
        .header("X-Nightshift-Signature", signature)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String key, String action, String target) throws Exception {
    long now = CLOCK.instant().getEpochSecond();
    return send(request(key, event(key, action, target), SECRET, now));
  }

  private HttpResponse<String> get(String key) throws Exception {
    String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8);
    return send(HttpRequest.newBuilder(URI.create(api.url() + "/" + encoded)).build());
  }

  private int executed() {
    return shop.simulation.truth().actions().size();
  }

  @Test
  void theSignatureIsWhatOtherToolsCompute() {
    // printf '1800000000.{}' | openssl dgst -sha256 -hmac 'open sesame'
    assertThat(
            new WebhookSignature(SECRET, CLOCK)
                .sign("1800000000", "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1=353466dd7e5e5afc1abf500b441707031ac15eeffe887d484e46bdeb7acf7a29");
  }

  @Test
  void aSignedOrderChangesTheWorld() throws Exception {
    HttpResponse<String> answer = post("inc-1:0:1", "clear_cache", "demo.shop/session-cache");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode body = json.readTree(answer.body());
    assertThat(body.path("status").asText()).isEqualTo("succeeded");
    assertThat(body.has("replayed")).isFalse();
    shop.seconds(90);
    assertThat(shop.fault().healedBy()).isEqualTo("inc-1:0:1");
    assertThat(shop.fault().recovered()).isTrue();
  }

  @Test
  void theSameKeyIsAnsweredAgainAndNotExecutedAgain() throws Exception {
    String first = post("k/1:2", "restart", "demo.shop/cart").body();
    JsonNode again = json.readTree(post("k/1:2", "restart", "demo.shop/cart").body());
    assertThat(again.path("replayed").asBoolean()).isTrue();
    assertThat(again.path("detail")).isEqualTo(json.readTree(first).path("detail"));
    assertThat(executed()).isOne();
    assertThat(get("k/1:2").statusCode()).isEqualTo(200);
    assertThat(get("k/1:2").body()).isEqualTo(first);
    assertThat(get("other").statusCode()).isEqualTo(404);
  }

  @Test
  void aKeyThatIsBeingCarriedOutIsRefused() throws Exception {
    long now = CLOCK.instant().getEpochSecond();
    HttpRequest request = request("k", event("k", "restart", "demo.shop/cart"), SECRET, now);
    CompletableFuture<HttpResponse<String>> first;
    synchronized (shop.simulation) {
      first = client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
      HttpResponse<String> seen = get("k");
      while (seen.statusCode() == 404) {
        seen = get("k");
      }
      assertThat(seen.statusCode()).isEqualTo(409);
      assertThat(send(request).statusCode()).isEqualTo(409);
    }
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(executed()).isOne();
  }

  @Test
  void forgedOldAndUnsignedOrdersAreRefused() throws Exception {
    long now = CLOCK.instant().getEpochSecond();
    String body = event("k", "restart", "demo.shop/cart");
    byte[] guess = "guess".getBytes(StandardCharsets.UTF_8);
    assertThat(send(request("k", body, guess, now)).statusCode()).isEqualTo(401);
    assertThat(send(request("k", body, SECRET, now - 301)).statusCode()).isEqualTo(401);
    assertThat(send(request("k", body, SECRET, now + 301)).statusCode()).isEqualTo(401);
    HttpRequest unsigned =
        HttpRequest.newBuilder(api.url())
            .header("Idempotency-Key", "k")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(send(unsigned).statusCode()).isEqualTo(401);
    assertThat(executed()).isZero();
    assertThat(send(request("k", body, SECRET, now - 299)).statusCode()).isEqualTo(200);
  }

  @Test
  void unknownTargetsAndActionsAreRefusedAndNotRemembered() throws Exception {
    assertThat(post("k", "restart", "demo.shop/nowhere").statusCode()).isEqualTo(404);
    assertThat(post("k", "restart", "prod.shop/cart").statusCode()).isEqualTo(404);
    assertThat(post("k", "reboot", "demo.shop/cart").statusCode()).isEqualTo(422);
    assertThat(get("k").statusCode()).isEqualTo(404);
    assertThat(executed()).isZero();
  }

  @Test
  void whatCannotHelpFails() throws Exception {
    HttpResponse<String> answer = post("k", "roll_back", "demo.shop/cart");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json.readTree(answer.body()).path("status").asText()).isEqualTo("failed");
  }

  @Test
  void brokenBodiesAreRefused() throws Exception {
    long now = CLOCK.instant().getEpochSecond();
    assertThat(send(request("k", "{", SECRET, now)).statusCode()).isEqualTo(400);
    assertThat(send(request("k", "[]", SECRET, now)).statusCode()).isEqualTo(400);
    assertThat(send(request("k", "", SECRET, now)).statusCode()).isEqualTo(400);
    String other = event("other", "restart", "demo.shop/cart");
    assertThat(send(request("k", other, SECRET, now)).statusCode()).isEqualTo(400);
    String large = " ".repeat(70_000);
    assertThat(send(request("k", large, SECRET, now)).statusCode()).isEqualTo(413);
    assertThat(executed()).isZero();
  }
}
