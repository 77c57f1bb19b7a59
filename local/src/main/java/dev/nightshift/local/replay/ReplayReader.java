package dev.nightshift.local.replay;

import java.io.IOException;

/** A recording as OTLP, in the order of event time. */
public interface ReplayReader extends AutoCloseable {

  /**
   * @return null at the end
   * @throws IOException if the recording cannot be read; the message names file and line
   */
  ReplayRecord next() throws IOException;

  @Override
  void close() throws IOException;
}
