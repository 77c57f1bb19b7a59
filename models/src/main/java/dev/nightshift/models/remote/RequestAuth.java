package dev.nightshift.models.remote;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Proves to a server who asks. Thread-safe. */
interface RequestAuth {

  /** For servers that ask nobody. */
  RequestAuth NONE = (target, contentType, body) -> Map.of();

  /**
   * Headers to add to a POST.
   *
   * @throws IOException if there are no credentials, or no token is to be had
   */
  Map<String, String> headers(URI target, String contentType, byte[] body) throws IOException;
}
