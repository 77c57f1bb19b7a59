package dev.nightshift.local.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightshift.models.StoreSnapshot;
import dev.nightshift.models.StoredModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nightshift models list}. */
@Command(
    name = "list",
    description = "List the models of the store: one line a name.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  nightshift models list --store s3://bucket/models --json"})
final class ListModels implements Callable<Integer> {

  @Mixin private StoreOptions options = new StoreOptions();

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    StoreSnapshot snapshot = options.snapshot();
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode array = new ObjectMapper().createArrayNode();
    for (String name : new TreeSet<>(snapshot.models().stream().map(StoredModel::name).toList())) {
      List<StoredModel> versions = StoreOptions.versions(snapshot, name);
      ObjectNode node = array.addObject();
      node.put("name", name);
      node.put("champion", snapshot.champions().get(name));
      node.put("pinned", snapshot.pins().get(name));
      node.put("newest", versions.get(versions.size() - 1).version());
      node.put("versions", versions.size());
    }
    if (json) {
      out.println(array);
      return 0;
    }
    if (array.isEmpty()) {
      out.println("no models");
    }
    int width = 0;
    for (var node : array) {
      width = Math.max(width, node.get("name").asText().length());
    }
    for (var node : array) {
      out.printf(
          "%-" + width + "s  newest %s of %d, champion file: %s%s%n",
          node.get("name").asText(),
          node.get("newest").asText(),
          node.get("versions").asInt(),
          node.get("champion").isNull() ? "none" : node.get("champion").asText(),
          node.get("pinned").isNull() ? "" : ", pinned to " + node.get("pinned").asText());
    }
    return 0;
  }
}
