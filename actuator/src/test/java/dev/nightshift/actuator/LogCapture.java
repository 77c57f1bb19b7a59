package dev.nightshift.actuator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that some loggers say at any level, with the stack traces, while this is open. */
final class LogCapture implements AutoCloseable {

  private final LoggerContext context = LoggerContext.getContext(false);
  private final List<String> loggers;
  private final Sink sink = new Sink();

  private static final class Sink extends AbstractAppender {

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    Sink() {
      super("capture", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      StringWriter text = new StringWriter();
      text.append(event.getLoggerName())
          .append(' ')
          .append(event.getMessage().getFormattedMessage());
      if (event.getThrown() != null) {
        event.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      lines.add(text.toString());
    }
  }

  LogCapture(String... loggers) {
    this.loggers = List.of(loggers);
    sink.start();
    Configuration configuration = context.getConfiguration();
    for (String name : loggers) {
      LoggerConfig logger = new LoggerConfig(name, Level.TRACE, false);
      logger.addAppender(sink, Level.TRACE, null);
      configuration.addLogger(name, logger);
    }
    context.updateLoggers();
  }

  List<String> lines() {
    return new ArrayList<>(sink.lines);
  }

  @Override
  public void close() {
    loggers.forEach(context.getConfiguration()::removeLogger);
    context.updateLoggers();
    sink.stop();
  }
}
