package dev.nightshift.diagnose.evidence;

import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.Span;
import java.util.ArrayList;
import java.util.List;

/** Spans and log records of one open trace; bounded by {@link TraceDigest}. A POJO. */
public final class TraceParts {

  public List<Span> spans = new ArrayList<>();
  public List<LogEntry> logs = new ArrayList<>();

  /** Parts that found no room. */
  public long dropped;
}
