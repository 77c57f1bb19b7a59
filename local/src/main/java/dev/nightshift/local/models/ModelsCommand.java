package dev.nightshift.local.models;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nightshift models}: looks at the model store, and says which version counts. */
@Command(
    name = "models",
    description = "Show, check, promote, roll back and pin models in the store of a running job.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A running job sees a change within its models.poll, 5 s by default.",
      "",
      "Examples:",
      "  nightshift models list",
      "  nightshift models verify build/model.onnx",
      "  nightshift models promote demo.shop.orders 20260131-2359",
      "  nightshift models rollback demo.shop.orders"
    },
    subcommands = {
      ListModels.class,
      ShowModel.class,
      VerifyModels.class,
      PromoteModel.class,
      RollbackModel.class,
      PinModel.class,
      UnpinModel.class
    })
public final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do with the models.");
  }
}
