package dev.nightshift.models;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loaded sessions of a process, one per model file (by hash), shared by all who score with it.
 *
 * <p>At most {@code capacity} sessions stay loaded: beyond that the one unused for longest is
 * closed, and loaded again from its bytes when it is wanted. A session with a batch inside is never
 * closed, so the bound may be passed for a moment by as many sessions as threads are scoring.
 * Thread-safe.
 */
public final class SessionCache implements AutoCloseable {

  /** Variable with the number of sessions that a process keeps loaded. */
  private static final String SESSIONS = "NIGHTSHIFT_MODEL_SESSIONS";

  private static final int STANDARD_SESSIONS = 64;
  private static final SessionCache SHARED = new SessionCache(sessions(System.getenv(SESSIONS)));

  private final int capacity;
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /** How many scorers are open on a model; guarded by the lock of the entries. */
  private final Map<String, Integer> holders = new HashMap<>();

  private boolean closed;

  public SessionCache(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("there has to be room for a session");
    }
    this.capacity = capacity;
  }

  /**
   * How many sessions a process keeps.
   *
   * @param setting what the environment says; null for the standard number, 64
   */
  static int sessions(String setting) {
    if (setting == null || setting.isBlank()) {
      return STANDARD_SESSIONS;
    }
    try {
      int sessions = Integer.parseInt(setting.trim());
      if (sessions > 0) {
        return sessions;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is too small.
    }
    throw new IllegalArgumentException(
        SESSIONS + " is '" + setting + "'; expected a number of at least 1");
  }

  /** The cache that all operators of a task manager share; never closed. */
  public static SessionCache shared() {
    return SHARED;
  }

  /**
   * Borrows the session of a model; loads it if need be.
   *
   * @param hash SHA-256 of the content, its identity
   * @param content the ONNX file
   * @throws OrtException if ONNX Runtime cannot load it
   */
  public Lease acquire(String hash, byte[] content) throws OrtException {
    Entry entry;
    synchronized (entries) {
      if (closed) {
        throw new IllegalStateException("the session cache is closed");
      }
      entry = entries.computeIfAbsent(hash, key -> new Entry());
      entry.users++;
    }
    try {
      // Outside the map's lock: a large model that loads must not hold up the others' batches.
      Lease lease = new Lease(this, entry, entry.session(content));
      trim();
      return lease;
    } catch (OrtException e) {
      synchronized (entries) {
        entry.users--;
        if (entry.users == 0) {
          entries.remove(hash, entry);
        }
      }
      throw e;
    }
  }

  /** Number of models known now, loaded or loading. */
  public int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  /** A scorer of this model opens: its session is worth keeping. */
  void hold(String hash) {
    synchronized (entries) {
      holders.merge(hash, 1, Integer::sum);
    }
  }

  /** A scorer closes; with the last one of a model goes its session, and the memory of it. */
  void letGo(String hash) {
    synchronized (entries) {
      if (holders.merge(hash, -1, Integer::sum) > 0) {
        return;
      }
      holders.remove(hash);
    }
    forget(hash);
  }

  /** Closes a model's session now unless somebody is inside it or holds it. */
  public void forget(String hash) {
    Entry gone = null;
    synchronized (entries) {
      Entry entry = entries.get(hash);
      if (entry != null && entry.users == 0 && !holders.containsKey(hash)) {
        gone = entries.remove(hash);
      }
    }
    if (gone != null) {
      gone.close();
    }
  }

  /** Closes idle sessions at once and the others as their batches end; refuses new ones. */
  @Override
  public void close() {
    synchronized (entries) {
      closed = true;
    }
    trim();
  }

  private void release(Entry entry) {
    synchronized (entries) {
      entry.users--;
    }
    trim();
  }

  private void trim() {
    List<Entry> idle = new ArrayList<>();
    synchronized (entries) {
      int allowed = closed ? 0 : capacity;
      Iterator<Entry> oldestFirst = entries.values().iterator();
      while (entries.size() > allowed && oldestFirst.hasNext()) {
        Entry entry = oldestFirst.next();
        if (entry.users == 0) {
          oldestFirst.remove();
          idle.add(entry);
        }
      }
    }
    idle.forEach(Entry::close);
  }

  /** A borrowed session. Close it when the batch is out. */
  public static final class Lease implements AutoCloseable {
    private final SessionCache cache;
    private final Entry entry;
    private final OrtSession session;
    private boolean returned;

    private Lease(SessionCache cache, Entry entry, OrtSession session) {
      this.cache = cache;
      this.entry = entry;
      this.session = session;
    }

    /** Thread-safe for running; must not be closed. */
    public OrtSession session() {
      return session;
    }

    @Override
    public void close() {
      if (!returned) {
        returned = true;
        cache.release(entry);
      }
    }
  }

  private static final class Entry {
    /** Guarded by the map's lock. */
    private int users;

    private OrtSession session;

    synchronized OrtSession session(byte[] content) throws OrtException {
      if (session == null) {
        session = OnnxRuntime.open(content);
      }
      return session;
    }

    synchronized void close() {
      if (session == null) {
        return;
      }
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("a session that nobody uses cannot be closed", e);
      } finally {
        session = null;
      }
    }
  }
}
