package dev.nightshift.local.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds TCP ports that nobody on this machine listens on. */
public final class FreePorts {

  private FreePorts() {}

  /**
   * A port of the loopback interface that was free a moment ago. Another process may take it first:
   * bind it soon.
   *
   * @return a port from the operating system's ephemeral range
   * @throws IOException if no port can be had
   */
  public static int any() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Whether a server could listen on a port of the loopback interface now.
   *
   * @param port 1 to 65535
   */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
