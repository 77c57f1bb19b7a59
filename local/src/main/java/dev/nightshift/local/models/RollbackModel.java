package dev.nightshift.local.models;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift models rollback}: points the champion file back. */
@Command(
    name = "rollback",
    description = "Put the version before the champion in force again, or one of your choice.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  nightshift models rollback demo.shop.orders"})
final class RollbackModel implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Version to go back to (default: the newest one before the champion).")
  private String version;

  @Mixin private StoreOptions options = new StoreOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ChampionChange change = new ChampionChange(options, name);
    String target = version == null ? change.before() : version;
    change.to(target);
    spec.commandLine().getOut().println(name + " is " + target + " again");
    return 0;
  }
}
