package dev.nightshift.local.demo;

import dev.nightshift.feature.DefaultFeatures;
import dev.nightshift.feature.EntitySelector;
import dev.nightshift.local.cli.DurationConverter;
import dev.nightshift.models.LocalModelFiles;
import dev.nightshift.models.ModelStore;
import dev.nightshift.training.Series;
import dev.nightshift.training.Trainer;
import dev.nightshift.training.TrainingOptions;
import dev.nightshift.training.TrainingRequest;
import dev.nightshift.training.TrainingResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the models of the simulated shop that come with Nightshift. */
@Command(
    name = "shop-models",
    description =
        "Makes the models of the simulated shop: one for each service, from the telemetry of a healthy shop."
            + " This is how the models in models/store were made.",
    footer = {
      "",
      "Example:",
      "  nightshift shop-models --store models/store --model-version 1.0.0"
    })
public final class ShopModelsCommand implements Callable<Integer> {

  /** Other seeds than the demo's nights begin with. */
  private static final long SEED = 4_711;

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  @Option(names = "--store", required = true, description = "Model store (a directory).")
  private Path store;

  @Option(names = "--model-version", required = true, description = "Version of the models.")
  private String version;

  @Option(
      names = "--history",
      defaultValue = "10h",
      converter = DurationConverter.class,
      description = "Simulated length of the history (default: ${DEFAULT-VALUE}).")
  private Duration history;

  @Option(
      names = "--window",
      defaultValue = "1",
      description = "Steps that a model sees at once (default: ${DEFAULT-VALUE}).")
  private int window;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    ModelStore models = new ModelStore(new LocalModelFiles(store));
    List<Series> all = ShopHistory.simulate(SEED, START.toEpochMilli(), history);
    out.printf("%d services, %s of history%n", all.size(), history);
    out.flush();
    for (Series series : all) {
      TrainingResult result =
          Trainer.train(
              TrainingRequest.of(
                      series.entity().key().replace('/', '.'),
                      version,
                      new EntitySelector(
                          series.entity().system() + "*", series.entity().service(), "*"),
                      DefaultFeatures.SERVICE,
                      List.of(series))
                  .withOptions(TrainingOptions.defaults().withWindow(window)));
      Trainer.publish(models, result);
      out.printf(
          Locale.ROOT,
          "%-28s %5d windows, %s%n",
          result.candidate().id(),
          result.trainingWindows(),
          result.evaluation());
      out.flush();
    }
    return ExitCode.OK;
  }
}
