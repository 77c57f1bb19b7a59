package dev.nightshift.job.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An object store on this machine that speaks as much of the S3 REST protocol as file systems need:
 * list, head, get, put, delete; buckets in the path. It checks no signatures.
 */
final class ObjectStoreServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NO_CONTENT = 204;
  private static final int NOT_FOUND = 404;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private record Stored(byte[] content, Instant modified) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
  final AtomicInteger lists = new AtomicInteger();
  final AtomicInteger gets = new AtomicInteger();

  ObjectStoreServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            serve(exchange);
          }
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    // bucket/key
    String path = exchange.getRequestURI().getPath().substring(1);
    String key = path.contains("/") ? path.substring(path.indexOf('/') + 1) : "";
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String encoding = exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length");
        objects.put(key, new Stored(encoding == null ? body : unchunked(body), Instant.now()));
        answer(exchange, OK, new byte[0]);
      }
      case "DELETE" -> {
        objects.remove(key);
        answer(exchange, NO_CONTENT, null);
      }
      case "HEAD", "GET" -> {
        if (key.isEmpty()) {
          lists.incrementAndGet();
          answer(exchange, OK, list(exchange.getRequestURI().getRawQuery()));
        } else {
          read(exchange, objects.get(key));
        }
      }
      default -> answer(exchange, NOT_FOUND, new byte[0]);
    }
  }

  private void read(HttpExchange exchange, Stored stored) throws IOException {
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    if (stored == null) {
      String error = "<Error><Code>NoSuchKey</Code></Error>";
      answer(exchange, NOT_FOUND, isHead ? null : error.getBytes(StandardCharsets.UTF_8));
      return;
    }
    exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(stored.content()) + "\"");
    exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(stored.modified()));
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    if (isHead) {
      exchange.getResponseHeaders().set("Content-Length", "" + stored.content().length);
      exchange.sendResponseHeaders(OK, -1);
      return;
    }
    gets.incrementAndGet();
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      answer(exchange, OK, stored.content());
      return;
    }
    String[] bounds = range.replace("bytes=", "").split("-", -1);
    int from = Integer.parseInt(bounds[0]);
    int last = stored.content().length - 1;
    int to = bounds[1].isEmpty() ? last : (int) Math.min(last, Long.parseLong(bounds[1]));
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + to + "/" + stored.content().length);
    answer(exchange, PARTIAL, Arrays.copyOfRange(stored.content(), from, to + 1));
  }

  /** Keys below a prefix; what lies behind the delimiter is told once, as a folder. */
  private byte[] list(String query) {
    String prefix = parameter(query, "prefix");
    boolean isFlat = parameter(query, "delimiter").isEmpty();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult>");
    xml.append("<Name>models</Name><Prefix>").append(prefix).append("</Prefix>");
    xml.append("<MaxKeys>100000</MaxKeys><IsTruncated>false</IsTruncated>");
    TreeSet<String> folders = new TreeSet<>();
    objects.forEach(
        (key, stored) -> {
          if (!key.startsWith(prefix)) {
            return;
          }
          int slash = key.indexOf('/', prefix.length());
          if (slash >= 0 && !isFlat) {
            folders.add(key.substring(0, slash + 1));
          } else {
            xml.append("<Contents><Key>").append(key).append("</Key><LastModified>");
            xml.append(stored.modified()).append("</LastModified><ETag>\"e\"</ETag><Size>");
            xml.append(stored.content().length).append("</Size>");
            xml.append("<StorageClass>STANDARD</StorageClass></Contents>");
          }
        });
    for (String folder : folders) {
      xml.append("<CommonPrefixes><Prefix>").append(folder).append("</Prefix></CommonPrefixes>");
    }
    return xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String parameter(String query, String name) {
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  /** Takes the signatures out of a body that was signed chunk by chunk. */
  private static byte[] unchunked(byte[] body) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int position = 0;
    while (position < body.length) {
      int end = position;
      while (body[end] != '\r') {
        end++;
      }
      String header = new String(body, position, end - position, StandardCharsets.US_ASCII);
      int size = Integer.parseInt(header.split(";", -1)[0], 16);
      content.write(body, end + 2, size);
      if (size == 0) {
        break;
      }
      position = end + 2 + size + 2;
    }
    return content.toByteArray();
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body == null ? -1 : body.length == 0 ? -1 : body.length);
    if (body != null && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
