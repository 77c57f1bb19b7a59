package dev.nightshift.local.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.local.cli.UserException;
import dev.nightshift.models.Hashes;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.SessionCache;
import dev.nightshift.models.StoreSnapshot;
import dev.nightshift.models.StoredModel;
import dev.nightshift.models.check.StoredModelCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightshift models verify}: every check that a job makes, before the job makes it. */
@Command(
    name = "verify",
    description =
        "Run every check that a job makes before it uses a model: of a file, a name, a version, or"
            + " the whole store.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all are fit to score",
      "1:one is refused; its line says why",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  nightshift models verify build/model.onnx",
      "  nightshift models verify demo.shop.orders@1.0.0",
      "  nightshift models verify --store s3://bucket/models"
    })
final class VerifyModels implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|NAME[@VERSION]",
      description = "What to check; without it the whole store.")
  private String what;

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Mixin private StoreOptions options = new StoreOptions();
  @Spec private CommandSpec spec;

  private final ArrayNode results = new ObjectMapper().createArrayNode();
  private boolean refused;

  @Override
  public Integer call() throws IOException {
    try (SessionCache cache = new SessionCache(1)) {
      StoredModelCheck check =
          new StoredModelCheck(new ModelLoader(cache, ModelLoader.DEFAULT_BATCH_LIMIT));
      if (what != null && Files.isRegularFile(Path.of(what))) {
        byte[] content = Files.readAllBytes(Path.of(what));
        verify(what, Hashes.sha256(content), () -> check.checkFile(what, content).id());
      } else {
        for (StoredModel model : chosen()) {
          byte[] content = options.store().read(model);
          verify(model.id(), model.hash(), () -> check.check(model, content).id());
        }
      }
    }
    if (json) {
      spec.commandLine().getOut().println(results);
    }
    return refused ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private List<StoredModel> chosen() throws IOException {
    if (what != null && (what.endsWith(".onnx") || what.endsWith(".zip") || what.contains("/"))) {
      throw new UserException("there is no file " + what);
    }
    StoreSnapshot snapshot = options.snapshot();
    if (what == null) {
      return snapshot.models();
    }
    int at = what.lastIndexOf('@');
    return at < 0
        ? StoreOptions.versions(snapshot, what)
        : List.of(StoreOptions.version(snapshot, what.substring(0, at), what.substring(at + 1)));
  }

  private interface Verification {

    /** The id of a model that is fit. */
    String run() throws ModelRefusedException;
  }

  private void verify(String shown, String hash, Verification verification) {
    ObjectNode result = results.addObject();
    try {
      String id = verification.run();
      result.put("model", id).put("hash", hash).put("fit", true);
      line("@|green ok|@       " + id);
    } catch (ModelRefusedException e) {
      refused = true;
      result
          .put("model", shown)
          .put("hash", hash)
          .put("fit", false)
          .put("reason", e.reason().code())
          .put("detail", e.detail())
          .put("advice", e.reason().advice());
      line("@|red refused|@  " + shown + ": " + e.reason().code() + ": " + e.detail());
      line("           " + e.reason().advice());
    }
  }

  private void line(String text) {
    if (!json) {
      spec.commandLine().getOut().println(spec.commandLine().getColorScheme().ansi().string(text));
    }
  }
}
