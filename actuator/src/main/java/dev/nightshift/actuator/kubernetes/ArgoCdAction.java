package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.Action;
import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.Plan;
import dev.nightshift.actuator.action.ProviderAnswer;
import dev.nightshift.actuator.action.ProviderContext;
import dev.nightshift.actuator.action.Risk;
import dev.nightshift.actuator.http.HttpAction;
import dev.nightshift.actuator.http.HttpCaller;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What Argo CD does for a workload that it keeps in step with a repository. */
final class ArgoCdAction implements Action {

  static final ActionSpec SYNC =
      ActionSpec.of(
          "sync_application",
          "let Argo CD bring the workload's application in step with its repository",
          Risk.MEDIUM,
          Idempotency.NONE,
          false,
          Cluster.KIND);

  /** An application may hold more than the workload: all of it goes back. */
  static final ActionSpec ROLL_BACK =
      ActionSpec.of(
          "roll_back_application",
          "let Argo CD bring the workload's application back to the revision before",
          Risk.HIGH,
          Idempotency.NONE,
          true,
          Cluster.KIND);

  private final ArgoCdSync sync;
  private final HttpAction http;

  private ArgoCdAction(ArgoCdSync sync, HttpAction http) {
    this.sync = sync;
    this.http = http;
  }

  /** Both of them, by one connection. */
  static List<ArgoCdAction> all(Cluster cluster, ArgoCdSettings settings, ProviderContext context) {
    HttpCaller caller = new HttpCaller(settings.http());
    return List.of(
        of(SYNC, new ArgoCdSync(cluster, settings, caller, false), caller, settings, context),
        of(ROLL_BACK, new ArgoCdSync(cluster, settings, caller, true), caller, settings, context));
  }

  private static ArgoCdAction of(
      ActionSpec spec,
      ArgoCdSync sync,
      HttpCaller caller,
      ArgoCdSettings settings,
      ProviderContext context) {
    return new ArgoCdAction(sync, new HttpAction(spec, sync, caller, settings.http(), context));
  }

  @Override
  public ActionSpec spec() {
    return http.spec();
  }

  @Override
  public Plan plan(Order order) throws InterruptedException {
    try {
      return Plan.of(sync.wanted(order).sentence());
    } catch (Obstacle | IOException e) {
      return Plan.impossible(e.getMessage());
    }
  }

  @Override
  public ProviderAnswer execute(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    return http.execute(order, repeatable, gate);
  }

  @Override
  public ProviderAnswer undo(Order order, boolean repeatable, ExecutionGate gate)
      throws InterruptedException {
    return http.undo(order, repeatable, gate);
  }

  @Override
  public Optional<ProviderAnswer> status(Order order) throws InterruptedException {
    return http.status(order);
  }
}
