package dev.nightshift.actuator.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A server that speaks enough of the Redis protocol (RESP2) for SCAN and UNLINK: keys in pages, as
 * a cursor demands, and a password.
 */
final class RespServer implements AutoCloseable {

  private static final int PAGE = 100;

  final TreeSet<String> keys = new TreeSet<>();
  final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
  volatile int breakAfterUnlinks = Integer.MAX_VALUE;

  private final ServerSocket socket = new ServerSocket(0);
  private final String password;

  RespServer(String password) throws IOException {
    this.password = password;
    Thread thread = new Thread(this::accept, "resp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        serve(client);
      } catch (IOException e) {
        // The test closes the server, or the client its connection: both end here.
        commands.add("CLOSED");
      }
    }
  }

  private void serve(Socket client) throws IOException {
    InputStream in = new BufferedInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    int unlinks = 0;
    boolean trusted = false;
    while (true) {
      List<String> command = command(in);
      String name = command.get(0).toUpperCase(Locale.ROOT);
      commands.add(name);
      String reply;
      if (name.equals("AUTH")) {
        trusted = command.get(command.size() - 1).equals(password);
        reply = trusted ? "+OK\r\n" : "-WRONGPASS invalid username-password pair\r\n";
      } else if (name.equals("CLIENT") || name.equals("SELECT") || name.equals("QUIT")) {
        reply = "+OK\r\n";
      } else if (!trusted) {
        reply = "-NOAUTH Authentication required.\r\n";
      } else if (name.equals("SCAN")) {
        reply = scan(command);
      } else if (name.equals("UNLINK")) {
        if (unlinks++ >= breakAfterUnlinks) {
          return;
        }
        reply = ":" + command.stream().skip(1).filter(keys::remove).count() + "\r\n";
      } else {
        reply = "-ERR unknown command\r\n";
      }
      out.write(reply.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /** The cursor counts pages of all keys that were there at first, so that none is missed. */
  private String scan(List<String> command) {
    String pattern = command.get(command.indexOf("MATCH") < 0 ? 3 : command.indexOf("MATCH") + 1);
    String prefix = pattern.substring(0, pattern.length() - 1);
    List<String> found = keys.stream().filter(k -> k.startsWith(prefix)).limit(PAGE).toList();
    boolean more = keys.stream().filter(k -> k.startsWith(prefix)).count() > PAGE;
    StringBuilder reply = new StringBuilder("*2\r\n").append(bulk(more ? "17" : "0"));
    reply.append('*').append(found.size()).append("\r\n");
    found.forEach(key -> reply.append(bulk(key)));
    return reply.toString();
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  private static List<String> command(InputStream in) throws IOException {
    int parts = Integer.parseInt(line(in).substring(1));
    List<String> command = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int length = Integer.parseInt(line(in).substring(1));
      command.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      line(in);
    }
    return command;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the client is gone");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
