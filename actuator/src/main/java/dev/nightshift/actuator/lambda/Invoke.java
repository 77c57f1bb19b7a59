package dev.nightshift.actuator.lambda;

import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.http.CloudEvents;
import dev.nightshift.actuator.http.HttpProtocol;
import dev.nightshift.actuator.http.HttpReply;
import dev.nightshift.actuator.http.Reading;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * A synchronous invocation, signed with AWS Signature Version 4. Lambda itself recognises no key:
 * the function finds it as the event's {@code id}. Source: AWS Lambda API, Invoke, 2015-03-31.
 */
record Invoke(LambdaSettings settings, Clock clock) implements HttpProtocol {

  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  @Override
  public HttpRequest.Builder act(Order order) {
    byte[] body = CloudEvents.event(order).getBytes(StandardCharsets.UTF_8);
    URI url =
        URI.create(
            settings.url()
                + "/2015-03-31/functions/"
                + order.parameter("function")
                + "/invocations");
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(url)
            .putHeader("Content-Type", CloudEvents.TYPE)
            .putHeader("X-Amz-Invocation-Type", "RequestResponse")
            .build();
    SignedRequest signed =
        SIGNER.sign(
            request ->
                request
                    .identity(credentials())
                    .request(plain)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, settings.region())
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock));
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signed
        .request()
        .forEachHeader(
            (name, values) -> {
              // The client sets it itself, from the same address.
              if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> builder.header(name, value));
              }
            });
    return builder;
  }

  private AwsCredentialsIdentity credentials() {
    String id = settings.accessKeyId().reveal();
    String key = settings.secretAccessKey().reveal();
    return settings
        .sessionToken()
        .map(
            token ->
                (AwsCredentialsIdentity)
                    AwsSessionCredentialsIdentity.create(id, key, token.reveal()))
        .orElseGet(() -> AwsCredentialsIdentity.create(id, key));
  }

  @Override
  public Reading accepted(HttpReply reply, Order order) {
    String answer = new String(reply.body(), StandardCharsets.UTF_8);
    return reply
        .header("X-Amz-Function-Error")
        .map(error -> Reading.failed("the function failed (" + error + "): " + answer))
        .orElseGet(() -> Reading.succeeded("the function answered " + answer));
  }

  @Override
  public String describe(Order order) {
    return "invoke the function " + order.parameter("function") + " in " + settings.region();
  }
}
