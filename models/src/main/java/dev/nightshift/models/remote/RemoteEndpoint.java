package dev.nightshift.models.remote;

import java.io.Serializable;
import java.net.URI;
import java.util.Objects;

/**
 * Where a model is served, and how long to wait for it.
 *
 * @param protocol what the server speaks
 * @param url without the part that the protocol adds: see {@link Protocol}. Plain http is for
 *     servers without credentials only
 * @param model name at the server; {@link Protocol#OPEN_INFERENCE_V2} alone needs it
 * @param region of the signature; {@link Protocol#SAGEMAKER} alone needs it
 * @param missing what stands for a missing value: JSON has no NaN
 * @param timeoutMillis for one attempt
 * @param attempts at most, the first included
 * @param fallback version of the same name that scores while the server does not; null for none
 */
public record RemoteEndpoint(
    Protocol protocol,
    String url,
    String model,
    String region,
    float missing,
    int timeoutMillis,
    int attempts,
    String fallback)
    implements Serializable {

  private static final int MOST_MILLIS = 60_000;
  private static final int MOST_ATTEMPTS = 10;

  /** What a server speaks. */
  public enum Protocol {
    /**
     * Open Inference Protocol, version 2, REST (KServe, Triton, MLServer, TorchServe): {@code POST
     * URL/v2/models/MODEL/infer}. With a bearer token, if there is one for the host.
     */
    OPEN_INFERENCE_V2,
    /**
     * Google Vertex AI: {@code POST URL:predict}, the URL ending in {@code
     * projects/P/locations/L/endpoints/E}. With the access token of Application Default
     * Credentials.
     */
    VERTEX_AI,
    /**
     * Amazon SageMaker InvokeEndpoint: {@code POST URL/invocations}, the URL ending in {@code
     * endpoints/NAME}. Signed (AWS Signature Version 4) with the credentials of AWS's default
     * provider chain.
     */
    SAGEMAKER
  }

  public RemoteEndpoint {
    Objects.requireNonNull(protocol, "protocol");
    URI parsed = URI.create(Objects.requireNonNull(url, "url"));
    if (parsed.getHost() == null || !parsed.getScheme().matches("https?")) {
      throw new IllegalArgumentException("the url '" + url + "' is not an http(s) address");
    }
    if (protocol != Protocol.OPEN_INFERENCE_V2 && !isSecure(parsed)) {
      throw new IllegalArgumentException(
          "the url '" + url + "' is not https: credentials do not travel in the clear");
    }
    if (protocol == Protocol.OPEN_INFERENCE_V2 && (model == null || model.isEmpty())) {
      throw new IllegalArgumentException("'model', its name at the server, is missing");
    }
    if (protocol == Protocol.SAGEMAKER && (region == null || region.isEmpty())) {
      throw new IllegalArgumentException("'region', such as eu-central-1, is missing");
    }
    if (timeoutMillis < 1 || timeoutMillis > MOST_MILLIS) {
      throw new IllegalArgumentException("timeoutMillis is from 1 to " + MOST_MILLIS);
    }
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException("attempts are from 1 to " + MOST_ATTEMPTS);
    }
    if (!Float.isFinite(missing)) {
      throw new IllegalArgumentException("'missing' has to be a number that JSON knows");
    }
  }

  /** Whether credentials may travel there: encrypted, or not beyond this machine. */
  boolean isSecure() {
    return isSecure(URI.create(url));
  }

  private static boolean isSecure(URI url) {
    return url.getScheme().equals("https")
        || url.getHost().equals("localhost")
        || url.getHost().equals("127.0.0.1");
  }

  /** Where a request goes. */
  URI target() {
    String base = url.replaceAll("/+$", "");
    return URI.create(
        switch (protocol) {
          case OPEN_INFERENCE_V2 -> base + "/v2/models/" + model + "/infer";
          case VERTEX_AI -> base + ":predict";
          case SAGEMAKER -> base + "/invocations";
        });
  }
}
