package dev.nightshift.job.model;

import dev.nightshift.contract.ModelEvent;
import dev.nightshift.contract.ModelReport;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.job.model.ModelAnnouncement.Role;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.models.CatalogEvent;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelLine;
import dev.nightshift.models.ModelLoader;
import dev.nightshift.models.ModelManifest;
import dev.nightshift.models.ModelRefusedException;
import dev.nightshift.models.ModelStore;
import dev.nightshift.models.RoleChange;
import dev.nightshift.models.StoreSnapshot;
import dev.nightshift.models.StoredModel;
import dev.nightshift.models.check.StoredModelCheck;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the model store, verifies what is new, and says which model takes which role.
 *
 * <p>The catalogue is passed in, so that it can lie in an operator's state. Manifests are read
 * again after a restart: they are not state.
 */
public final class ModelRoster {

  private static final Logger LOG = LoggerFactory.getLogger(ModelRoster.class);

  private final ModelStore store;
  private final PromotionRule rule;
  private final Clock clock;
  private final StoredModelCheck check = new StoredModelCheck(new ModelLoader());
  private final Map<String, StoredModel> stored = new HashMap<>();
  private boolean hasLooked;

  public ModelRoster(ModelStore store, PromotionRule rule, Clock clock) {
    this.store = store;
    this.rule = rule;
    this.clock = clock;
  }

  /**
   * Takes up what changed in the store since the last call.
   *
   * @param statuses receives what became of each model, refusals included
   * @return roles to announce, taking before losing, so that no entity is without a model between
   *     two announcements
   * @throws IOException if the store cannot be read: the catalogue is as before, so that nothing is
   *     forgotten when it is tried again
   */
  public List<ModelAnnouncement> refresh(ModelCatalog catalog, Consumer<ModelStatus> statuses)
      throws IOException {
    return wholly(catalog, () -> refresh(catalog, store.snapshot(), statuses));
  }

  /**
   * Takes up what tasks say of models in use.
   *
   * @param statuses receives what became of each model
   * @return roles to announce
   * @throws IOException if the store cannot be read: the catalogue is as before, and the report is
   *     to be told again
   */
  public List<ModelAnnouncement> hear(
      ModelCatalog catalog, ModelReport report, Consumer<ModelStatus> statuses) throws IOException {
    return wholly(
        catalog,
        () -> {
          List<ModelAnnouncement> announcements = new ArrayList<>();
          if (!hasLooked) {
            // After a restart: a version that takes a role has to be found first.
            announcements.addAll(refresh(catalog, store.snapshot(), statuses));
          }
          announcements.addAll(announce(catalog, catalog.hear(rule, report), statuses));
          return announcements;
        });
  }

  /**
   * Writes the champion files that a verdict made out of date. A crash before it is made good after
   * the restart: what is to be written lies in the catalogue.
   *
   * @throws IOException if the store cannot be written: what is left is written the next time
   */
  public void writeChampions(ModelCatalog catalog) throws IOException {
    for (Map.Entry<String, String> champion : catalog.unwritten().entrySet()) {
      store.pointChampion(champion.getKey(), champion.getValue());
      catalog.written(champion.getKey());
      LOG.info("The champion file of {} names {} now", champion.getKey(), champion.getValue());
    }
  }

  private interface Change {
    List<ModelAnnouncement> make() throws IOException;
  }

  /** All of a change or nothing of it. */
  private static List<ModelAnnouncement> wholly(ModelCatalog catalog, Change change)
      throws IOException {
    ModelCatalog before = catalog.copy();
    try {
      return change.make();
    } catch (IOException e) {
      catalog.lines = before.lines;
      throw e;
    }
  }

  private List<ModelAnnouncement> refresh(
      ModelCatalog catalog, StoreSnapshot snapshot, Consumer<ModelStatus> statuses)
      throws IOException {
    stored.clear();
    hasLooked = true;
    snapshot.models().forEach(model -> stored.put(model.id(), model));
    List<StoredModel> replaced = new ArrayList<>();
    for (CatalogEvent event : catalog.update(snapshot)) {
      if (event.model() != null && event.kind() != CatalogEvent.Kind.GONE) {
        verify(catalog, event.model(), statuses);
        if (event.kind() == CatalogEvent.Kind.CHANGED) {
          replaced.add(event.model());
        }
      }
    }
    List<RoleChange> changes = new ArrayList<>(catalog.decide(rule));
    for (StoredModel model : replaced) {
      confirm(catalog, model, changes);
    }
    return announce(catalog, changes, statuses);
  }

  private List<ModelAnnouncement> announce(
      ModelCatalog catalog, List<RoleChange> changes, Consumer<ModelStatus> statuses)
      throws IOException {
    List<ModelAnnouncement> taking = new ArrayList<>();
    List<ModelAnnouncement> losing = new ArrayList<>();
    for (RoleChange change : changes) {
      announce(catalog, change, taking, losing, statuses);
    }
    taking.addAll(losing);
    return taking;
  }

  /**
   * Somebody wrote other bytes under a version that is in force and keeps its role: tasks have to
   * hear of the new hash, or they could not load it again after a restart.
   */
  private static void confirm(ModelCatalog catalog, StoredModel model, List<RoleChange> changes) {
    ModelLine line = catalog.lines.get(model.name());
    boolean told =
        changes.stream()
            .anyMatch(
                change ->
                    change.name().equals(model.name()) && change.version().equals(model.version()));
    if (line == null || told) {
      return;
    }
    String role =
        line.champion.equals(model.version())
            ? RoleChange.CHAMPION
            : line.challenger.equals(model.version()) || line.former.equals(model.version())
                ? RoleChange.CHALLENGER
                : "";
    if (!role.isEmpty()) {
      changes.add(
          new RoleChange(
              model.name(), model.version(), ModelEvent.LOADED, role, "its file was replaced"));
    }
  }

  private void verify(ModelCatalog catalog, StoredModel model, Consumer<ModelStatus> statuses)
      throws IOException {
    try {
      check.check(model, store.read(model));
      catalog.accept(model.name(), model.version());
    } catch (ModelRefusedException e) {
      refuse(catalog, model, e, statuses);
    }
  }

  private void refuse(
      ModelCatalog catalog,
      StoredModel model,
      ModelRefusedException why,
      Consumer<ModelStatus> statuses) {
    LOG.warn("Model {} is refused: {}", model.id(), why.getMessage());
    catalog.refuse(model.name(), model.version());
    statuses.accept(
        status(
            model.name(), model.version(), ModelEvent.REFUSED, "", why.getMessage(), model.hash()));
  }

  private void announce(
      ModelCatalog catalog,
      RoleChange change,
      List<ModelAnnouncement> taking,
      List<ModelAnnouncement> losing,
      Consumer<ModelStatus> statuses)
      throws IOException {
    StoredModel model = stored.get(change.name() + "@" + change.version());
    if (change.role().isEmpty()) {
      losing.add(
          new ModelAnnouncement(change.name(), change.version(), Role.RETIRED, "", "", null, null));
    } else {
      ModelManifest manifest;
      try {
        manifest = check.check(model, store.read(model));
      } catch (ModelRefusedException e) {
        refuse(catalog, model, e, statuses);
        return;
      }
      Role role = change.role().equals(RoleChange.CHAMPION) ? Role.CHAMPION : Role.CHALLENGER;
      taking.add(
          new ModelAnnouncement(
              change.name(),
              change.version(),
              role,
              model.path(),
              model.hash(),
              manifest.featureSet(),
              manifest.calibration()));
    }
    LOG.info(
        "Model {}@{}: {} ({})", change.name(), change.version(), change.event(), change.reason());
    statuses.accept(
        status(
            change.name(),
            change.version(),
            change.event(),
            change.role(),
            change.reason(),
            model == null ? "" : model.hash()));
  }

  private ModelStatus status(
      String name, String version, ModelEvent event, String role, String reason, String hash) {
    return ModelStatus.newBuilder()
        .setModel(name)
        .setVersion(version)
        .setEvent(event)
        .setRole(role)
        .setReason(reason)
        .setHash(hash)
        .setAt(clock.millis())
        .build();
  }
}
