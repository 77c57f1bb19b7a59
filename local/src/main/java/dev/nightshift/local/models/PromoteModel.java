package dev.nightshift.local.models;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift models promote}: writes the champion file. */
@Command(
    name = "promote",
    description =
        "Put a version in force. It is checked first; a pinned model has to be unpinned first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  nightshift models promote demo.shop.orders 1.1.0"})
final class PromoteModel implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "Version that shall count.")
  private String version;

  @Mixin private StoreOptions options = new StoreOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    new ChampionChange(options, name).to(version);
    spec.commandLine().getOut().println(name + " is " + version + " now");
    return 0;
  }
}
