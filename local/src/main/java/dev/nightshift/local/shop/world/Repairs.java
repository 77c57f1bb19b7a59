package dev.nightshift.local.shop.world;

import dev.nightshift.local.shop.world.ServiceSpec.Role;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What actions do to the world, whether or not they help: rolling restarts dip, a cleared cache is
 * cold, one more instance takes its share. Every action takes effect after 5 to 20 simulated
 * seconds.
 */
public final class Repairs {

  private static final int MAX_INSTANCES = 7;
  private static final long SCALE_IN_AFTER_MILLIS = 480_000;

  private final ShopWorld world;
  private final SplittableRandom random;
  private final Map<String, String> withdrawn = new HashMap<>();

  public Repairs(ShopWorld world, long seed) {
    this.world = world;
    this.random = new SplittableRandom(seed);
  }

  /** What the infrastructure says to an order. */
  public record Reply(boolean succeeded, String detail, long effectMillis) {

    private static Reply failed(String detail) {
      return new Reply(false, detail, 0);
    }
  }

  /**
   * Carries out an action.
   *
   * @param undo takes back an earlier one: only {@code scale_out} and {@code roll_back} can be
   * @return what the infrastructure answers, and after how many milliseconds the action has its
   *     effect
   */
  public Reply apply(RepairAction action, String target, boolean undo) {
    Service service = world.service(target);
    if (undo && action != RepairAction.SCALE_OUT && action != RepairAction.ROLL_BACK) {
      return Reply.failed(action.wireName() + " cannot be undone");
    }
    return switch (action) {
      case RESTART -> restart(service);
      case SCALE_OUT -> undo ? scaleIn(service) : scaleOut(service);
      case ROLL_BACK -> undo ? rollForward(service) : rollBack(service);
      case FAILOVER -> failOver(service);
      case CLEAR_CACHE -> clearCache(service);
      case REPLACE_INSTANCE -> replaceInstance(service);
    };
  }

  private Reply restart(Service service) {
    long millis = world.roll(service, false);
    if (service.spec().role() == Role.CACHE) {
      world.later(millis, service::emptyCache);
    }
    return done("rolling restart of " + service.instances().size() + " pods", millis);
  }

  private Reply scaleOut(Service service) {
    int size = service.instances().size();
    if (size >= MAX_INSTANCES) {
      return Reply.failed(service.name() + " already has " + size + " instances, the most allowed");
    }
    long delay = delay();
    world.later(
        delay,
        () -> {
          Instance added = service.add(world.now(), world.random());
          announceScale(service);
          world.later(SCALE_IN_AFTER_MILLIS, () -> autoscaleIn(service, added));
        });
    return done("scaling from " + size + " to " + (size + 1) + " instances", delay);
  }

  private void autoscaleIn(Service service, Instance added) {
    if (service.instances().contains(added)) {
      service.remove(added);
      announceScale(service);
    }
  }

  private Reply scaleIn(Service service) {
    List<Instance> instances = service.instances();
    int size = instances.size();
    if (size <= service.spec().instances()) {
      return Reply.failed(service.name() + " has no instance too many");
    }
    long delay = delay();
    Instance newest = instances.get(size - 1);
    world.later(delay, () -> autoscaleIn(service, newest));
    return done("scaling from " + size + " to " + (size - 1) + " instances", delay);
  }

  private void announceScale(Service service) {
    int size = service.instances().size();
    String id = service.name() + "-replicas-" + size;
    world.announce(
        service.name(), "scaling", id, "Scaled " + service.name() + " to " + size + " replicas");
  }

  private Reply rollBack(Service service) {
    if (!service.hasEarlierVersion()) {
      return Reply.failed(service.name() + " has no earlier deployment to go back to");
    }
    String left = service.withdraw();
    withdrawn.put(service.name(), left);
    return release(service, "Rolled back " + service.name() + " from " + left + " to ");
  }

  private Reply rollForward(Service service) {
    String version = withdrawn.remove(service.name());
    if (version == null) {
      return Reply.failed(service.name() + " was not rolled back");
    }
    service.deploy(version);
    return release(service, "Rolled " + service.name() + " forward to ");
  }

  private Reply release(Service service, String summary) {
    String version = service.version();
    String id = service.name() + "-" + version;
    world.announce(service.name(), "deployment", id, summary + version);
    return done(summary + version, world.roll(service, true));
  }

  private Reply failOver(Service service) {
    if (service.spec().role() != Role.DATABASE) {
      return Reply.failed(service.name() + " has no replica to fail over to");
    }
    long delay = delay();
    Instance primary = service.instances().get(0);
    world.later(delay, () -> primary.replace(service.nextPod(world.random()), world.now() + 3_000));
    return done("promoting the replica of " + service.name(), delay);
  }

  private Reply clearCache(Service service) {
    if (service.spec().role() != Role.CACHE) {
      return Reply.failed(service.name() + " has no cache");
    }
    long delay = delay();
    world.later(delay, service::emptyCache);
    return done("flushing " + service.name(), delay);
  }

  private Reply replaceInstance(Service service) {
    Instance worst =
        service.instances().stream()
            .max(
                Comparator.comparing((Instance instance) -> instance.crashLooping())
                    .thenComparing(Instance::restarts)
                    .thenComparing(Instance::memory))
            .orElseThrow();
    long delay = delay();
    world.later(
        delay,
        () -> {
          worst.crashLooping(false);
          worst.replace(service.nextPod(world.random()), world.now() + 2_000);
        });
    return done("replacing " + worst.pod(), delay);
  }

  private Reply done(String detail, long effectMillis) {
    return new Reply(true, detail, Math.max(5_000, effectMillis));
  }

  private long delay() {
    return random.nextLong(5_000, 16_000);
  }
}
