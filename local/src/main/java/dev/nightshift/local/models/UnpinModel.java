package dev.nightshift.local.models;

import dev.nightshift.local.cli.UserException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift models unpin}: takes the pin away. */
@Command(
    name = "unpin",
    description = "Let newer versions of a pinned model take over again.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  nightshift models unpin demo.shop.orders"})
final class UnpinModel implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Mixin private StoreOptions options = new StoreOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    StoreOptions.versions(options.snapshot(), name);
    if (options.store().pin(name).isEmpty()) {
      throw new UserException(name + " is not pinned");
    }
    options.store().unpin(name);
    spec.commandLine().getOut().println(name + " is not pinned any more");
    return 0;
  }
}
