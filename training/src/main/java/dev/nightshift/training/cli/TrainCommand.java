package dev.nightshift.training.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.models.LoadedModel;
import dev.nightshift.models.LocalModelFiles;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelStore;
import dev.nightshift.models.StoredModel;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.training.CsvSeries;
import dev.nightshift.training.NetworkFamily;
import dev.nightshift.training.Progress;
import dev.nightshift.training.SampleReader;
import dev.nightshift.training.Series;
import dev.nightshift.training.Trainer;
import dev.nightshift.training.TrainingException;
import dev.nightshift.training.TrainingOptions;
import dev.nightshift.training.TrainingRequest;
import dev.nightshift.training.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code nightshift train}: makes models from feedback samples or a CSV file and publishes those
 * that are better than what is in force. Exit code 0 if at least one was published, 3 if none was
 * better, 1 if nothing could be trained.
 */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train models on what was normal, and publish those that are better.")
public final class TrainCommand implements Callable<Integer> {

  static final int NONE_BETTER = 3;

  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final List<FeatureDefinition> usual;
  private final Clock clock;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(names = "--store", required = true, description = "Model store (a directory).")
  private Path store;

  @Option(names = "--entity", description = "Only this entity: system/service[/instance].")
  private String entity;

  @Option(names = "--window", defaultValue = "8", description = "Steps seen at once (8).")
  private int window;

  @Option(
      names = "--network",
      defaultValue = "DENSE",
      description = "Autoencoder: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private NetworkFamily network;

  @Option(names = "--seed", defaultValue = "1", description = "Seed (1).")
  private long seed;

  @Option(names = "--step", defaultValue = "10", description = "Step of a CSV file, seconds (10).")
  private long stepSeconds;

  @Option(names = "--per-entity", description = "One model per entity, not one per system.")
  private boolean perEntity;

  @Option(names = "--force", description = "Publish even what is not better.")
  private boolean force;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Option(
      names = "--model-version",
      description = "Version of the new models; has to sort after the old (UTC time).")
  private String version;

  /** Where the data come from. */
  private static final class Source {
    @Option(names = "--from-feedback", description = "Folder with samples/ and labels/.")
    private Path feedback;

    @Option(names = "--from-csv", description = "CSV file (.gz): time, then features.")
    private Path csv;
  }

  /**
   * @param usual definitions of features by the names that samples use
   * @param clock for the default version
   */
  public TrainCommand(List<FeatureDefinition> usual, Clock clock) {
    this.usual = List.copyOf(usual);
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<Series> series = read(err);
    ObjectNode summary = new ObjectMapper().createObjectNode();
    ArrayNode models = summary.putArray("models");
    int published = 0;
    int trained = 0;
    List<TrainPlan> plans = perEntity ? TrainPlan.perEntity(series) : TrainPlan.perSystem(series);
    ModelStore target = new ModelStore(new LocalModelFiles(store));
    for (TrainPlan plan : plans) {
      ObjectNode line = models.addObject().put("model", plan.name());
      try {
        TrainingResult result = train(plan, target, err);
        trained++;
        boolean publish = result.better() || force;
        if (publish) {
          line.put("path", Trainer.publish(target, result).path());
          published++;
        }
        describe(line, result, publish);
      } catch (TrainingException e) {
        line.put("published", false).put("verdict", e.getMessage());
      }
      err.printf("%s: %s%n", plan.name(), line.path("verdict").asText());
    }
    summary.put("trained", trained).put("published", published);
    print(summary);
    return published > 0 ? 0 : trained > 0 ? NONE_BETTER : 1;
  }

  private List<Series> read(PrintWriter err) throws IOException {
    if (source.csv != null) {
      Entity about = Entity.parse(entity == null ? "default/default" : entity);
      return List.of(CsvSeries.read(source.csv, about, stepSeconds * 1000));
    }
    SampleReader.Feedback feedback =
        new SampleReader(Duration.ofMinutes(1).toMillis()).read(source.feedback);
    feedback.skipped().forEach(file -> err.println("skipped " + file));
    err.printf(
        "%d samples of %d entities, %d labels%n",
        feedback.samples(), feedback.series().size(), feedback.labels());
    return feedback.series().stream()
        .filter(one -> entity == null || one.entity().key().equals(entity))
        .toList();
  }

  private TrainingResult train(TrainPlan plan, ModelStore target, PrintWriter err)
      throws IOException, TrainingException {
    LoadedModel champion = champion(plan.name(), target, err);
    String next = version == null ? VERSION.format(clock.instant()) : version;
    TrainingOptions options =
        TrainingOptions.defaults()
            .withWindow(window)
            .withSeed(seed)
            .withNetwork(network)
            .withOwnRulers(plan.isShared());
    return Trainer.train(
        new TrainingRequest(
            plan.name(),
            next,
            plan.selector(),
            plan.features(usual, champion),
            plan.series(),
            options,
            champion,
            bar(err)));
  }

  /** The version that the champion file names, else the newest that is fit. */
  private static LoadedModel champion(String name, ModelStore store, PrintWriter err)
      throws IOException {
    List<StoredModel> candidates = new ArrayList<>(store.snapshot().models());
    candidates.removeIf(model -> !model.name().equals(name));
    candidates.sort(
        Comparator.comparing(StoredModel::champion).thenComparing(StoredModel::version).reversed());
    for (StoredModel model : candidates) {
      try {
        return new ModelLoader().load(model, store.read(model));
      } catch (ModelRefusedException e) {
        err.println(e.getMessage());
      }
    }
    return null;
  }

  private static Progress bar(PrintWriter err) {
    return (model, epoch, epochs, training, heldOut) -> {
      int filled = 30 * epoch / epochs;
      err.printf(
          "\r%s [%s%s] epoch %d of at most %d, error %.4f, held out %.4f",
          model, "=".repeat(filled), " ".repeat(30 - filled), epoch, epochs, training, heldOut);
      if (epoch == epochs) {
        err.println();
      }
      err.flush();
    };
  }

  private static void describe(ObjectNode line, TrainingResult result, boolean published) {
    line.put("version", result.candidate().manifest().version());
    line.put("published", published);
    line.put("better", result.better());
    line.put("verdict", result.verdict());
    line.put("training_windows", result.trainingWindows());
    ObjectNode figures = line.putObject("evaluation");
    result.candidate().manifest().evaluation().forEach(figures::put);
  }

  private void print(ObjectNode summary) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new ObjectMapper().writeValueAsString(summary));
    } else {
      out.printf(
          "%d models trained, %d published to %s%n",
          summary.path("trained").asInt(), summary.path("published").asInt(), store);
    }
    out.flush();
  }
}
