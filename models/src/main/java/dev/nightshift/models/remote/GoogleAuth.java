package dev.nightshift.models.remote;

import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Access tokens by Google's own library, which fetches, caches and renews them. */
final class GoogleAuth implements RequestAuth {

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final GoogleCredentials credentials;

  GoogleAuth(GoogleCredentials credentials) {
    this.credentials = credentials.createScoped(List.of(SCOPE));
  }

  /** Application Default Credentials. */
  static GoogleAuth fromEnvironment() throws IOException {
    return new GoogleAuth(GoogleCredentials.getApplicationDefault());
  }

  @Override
  public Map<String, String> headers(URI target, String contentType, byte[] body)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    credentials
        .getRequestMetadata(target)
        .forEach((name, values) -> headers.put(name, values.get(0)));
    return headers;
  }
}
