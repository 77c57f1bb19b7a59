package dev.nightshift.local.cli;

import dev.nightshift.local.NightshiftCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Says which version of Nightshift this is and what it runs on. */
public final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = NightshiftCommand.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    }
    return new String[] {
      "nightshift " + properties.getProperty("version"),
      "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}
