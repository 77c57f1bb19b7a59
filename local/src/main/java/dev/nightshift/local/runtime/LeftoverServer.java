package dev.nightshift.local.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The PostgreSQL server that outlived the process that started it, found by the {@code
 * postmaster.pid} of its data directory.
 *
 * @param data the server's data directory
 * @param owner the file that names the process that started it
 */
record LeftoverServer(Path data, Path owner) {

  private static final long GRACE_SECONDS = 10;

  /**
   * Ends the server if it is there and nobody owns it.
   *
   * @throws IOException if a living process other than this one owns the directory, or the server
   *     does not end
   */
  void clear() throws IOException {
    Optional<ProcessHandle> living = OwnerFile.living(owner);
    if (living.isPresent()) {
      throw new IOException(
          "The database in " + data + " is in use by process " + living.get().pid());
    }
    Optional<ProcessHandle> server = server();
    if (server.isPresent()) {
      end(server.get());
    }
    Files.deleteIfExists(data.resolve("postmaster.pid"));
  }

  private Optional<ProcessHandle> server() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    // The id may by now belong to a stranger: only a process that names our directory is ours.
    return ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
        .filter(process -> process.info().arguments().map(this::namesData).orElse(false));
  }

  private boolean namesData(String[] arguments) {
    return Arrays.asList(arguments).contains(data.toString());
  }

  private static void end(ProcessHandle process) throws IOException {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    process.destroy();
    if (!within(exit)) {
      // A polite end waits for clients; there are none left that we know of.
      process.destroyForcibly();
      if (!within(exit)) {
        throw new IOException("PostgreSQL process " + process.pid() + " does not end");
      }
    }
  }

  private static boolean within(CompletableFuture<ProcessHandle> exit) throws IOException {
    try {
      exit.get(GRACE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a PostgreSQL process ended", e);
    } catch (ExecutionException e) {
      throw new IOException("Waiting for a PostgreSQL process failed", e.getCause());
    }
  }
}
