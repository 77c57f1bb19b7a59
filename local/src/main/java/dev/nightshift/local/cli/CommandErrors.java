package dev.nightshift.local.cli;

import dev.nightshift.config.ConfigException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells failures of commands in words. Stack traces go to the log file only. Exit codes: 1 for a
 * failure, 2 for a wrong command line.
 */
public final class CommandErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    // Asked for here and not in a constant: logging costs half a second, and most commands do not
    // fail.
    Logger log = LoggerFactory.getLogger(CommandErrors.class);
    log.error("{} failed", command.getCommandSpec().qualifiedName(), failure);
    print(command, describe(failure));
    return ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    print(command, mistake.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(mistake, command.getErr())) {
      command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    command.getErr().flush();
    return ExitCode.USAGE;
  }

  /**
   * What to tell a person: our own messages as they are, others with the chain of causes that led
   * to them.
   */
  static String describe(Throwable failure) {
    if (failure instanceof UserException || failure instanceof ConfigException) {
      return failure.getMessage();
    }
    StringBuilder words = new StringBuilder(oneLine(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      String line = oneLine(cause);
      if (!words.toString().endsWith(line)) {
        words.append(System.lineSeparator()).append("  because: ").append(line);
      }
    }
    return words.toString();
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static void print(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    Ansi ansi = command.getColorScheme().ansi();
    err.println(ansi.string("@|bold,red nightshift:|@ ") + message);
    err.flush();
  }
}
