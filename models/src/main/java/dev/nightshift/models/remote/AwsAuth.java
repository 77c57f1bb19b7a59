package dev.nightshift.models.remote;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** AWS Signature Version 4, by AWS's own signer and with its default chain of credentials. */
final class AwsAuth implements RequestAuth {

  private static final String SERVICE = "sagemaker";

  private final String region;
  private final AwsCredentialsProvider credentials;
  private final Clock clock;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  AwsAuth(String region, AwsCredentialsProvider credentials, Clock clock) {
    this.region = region;
    this.credentials = credentials;
    this.clock = clock;
  }

  static AwsAuth fromEnvironment(String region) {
    return new AwsAuth(region, DefaultCredentialsProvider.builder().build(), Clock.systemUTC());
  }

  @Override
  public Map<String, String> headers(URI target, String contentType, byte[] body)
      throws IOException {
    AwsCredentialsIdentity identity;
    try {
      identity = credentials.resolveCredentials();
    } catch (SdkException e) {
      throw RemoteException.forGood("there are no AWS credentials: " + e.getMessage(), e);
    }
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(target)
            .putHeader("Content-Type", contentType)
            .build();
    SignedRequest signed =
        signer.sign(
            r ->
                r.identity(identity)
                    .request(request)
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    Map<String, String> headers = new HashMap<>();
    signed.request().headers().forEach((name, values) -> headers.put(name, values.get(0)));
    // Java's client writes these two itself, and lets nobody else do so.
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("Host"));
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("Content-Length"));
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("Content-Type"));
    return headers;
  }
}
