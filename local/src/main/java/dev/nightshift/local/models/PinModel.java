package dev.nightshift.local.models;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift models pin}: writes the champion file and the pin. */
@Command(
    name = "pin",
    description = "Put a version in force and keep it there, whatever is newer.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  nightshift models pin demo.shop.orders 1.0.0"})
final class PinModel implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Parameters(index = "1", paramLabel = "VERSION", description = "Version that shall count.")
  private String version;

  @Mixin private StoreOptions options = new StoreOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    new ChampionChange(options, name).pin(version);
    spec.commandLine().getOut().println(name + " is pinned to " + version);
    return 0;
  }
}
