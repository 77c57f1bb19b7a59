package dev.nightshift.local.shop.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The simulated shop in simulated time. One tick works out the demand from the entrance down to the
 * database, then the speed and the failures from the database back up: what is slow or failing
 * makes its callers slow or failing, while CPU, memory, restarts and hit ratio stay true to the
 * service itself. Not thread safe: whoever owns it guards it.
 */
public final class ShopWorld {

  /** Callers give up after as long. */
  public static final double CALL_TIMEOUT_MILLIS = 2_000;

  private static final long CRASH_AFTER_MILLIS = 8_000;
  private static final long CRASH_BACK_OFF_MILLIS = 9_000;
  private static final long OOM_DOWN_MILLIS = 6_000;
  private static final long ROLLING_STEP_MILLIS = 4_000;

  private final String namespace;
  private final SplittableRandom random;
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final List<Service> calleesFirst;
  private final Traffic traffic;
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private List<LogLine> logs = List.of();
  private List<Change> changes = List.of();
  private List<LogLine> nextLogs = new ArrayList<>();
  private List<Change> nextChanges = new ArrayList<>();
  private long now;
  private long taskNumber;

  /**
   * @param namespace {@code service.namespace} of all its services
   * @param startMillis simulated time since the epoch
   */
  public ShopWorld(String namespace, long seed, long startMillis) {
    this.namespace = namespace;
    random = new SplittableRandom(seed);
    now = startMillis;
    traffic = new Traffic(random.split());
    Map<String, Double> nominal = demand(ShopBlueprint.NOMINAL_TRAFFIC);
    for (ServiceSpec spec : ShopBlueprint.SERVICES) {
      Service service = new Service(spec, namespace, nominal.get(spec.name()));
      for (int i = 0; i < spec.instances(); i++) {
        service.add(now, random);
      }
      services.put(spec.name(), service);
    }
    List<Service> order = new ArrayList<>(services.values());
    Collections.reverse(order);
    calleesFirst = List.copyOf(order);
    settle(nominal, 0);
  }

  /** One tick. */
  public void advance(long millis) {
    logs = nextLogs;
    changes = nextChanges;
    nextLogs = new ArrayList<>();
    nextChanges = new ArrayList<>();
    now += millis;
    while (!tasks.isEmpty() && tasks.peek().at <= now) {
      tasks.poll().work.run();
    }
    settle(demand(traffic.rate(now)), millis / 1000.0);
    services.values().forEach(this::endProcesses);
  }

  private void settle(Map<String, Double> demand, double seconds) {
    for (Service service : calleesFirst) {
      service.settle(this, demand.get(service.name()), seconds, random);
    }
  }

  private static Map<String, Double> demand(double entering) {
    Map<String, Double> demand = new HashMap<>();
    demand.put(ShopBlueprint.ENTRANCE, entering);
    for (ServiceSpec spec : ShopBlueprint.SERVICES) {
      double rate = demand.get(spec.name());
      for (Dependency call : spec.calls()) {
        demand.merge(call.callee(), rate * call.callsPerRequest(), Double::sum);
      }
    }
    return demand;
  }

  /** Processes that are out of memory or crash. */
  private void endProcesses(Service service) {
    for (Instance instance : service.instances()) {
      if (!instance.isReady(now)) {
        continue;
      }
      if (instance.outOfMemory()) {
        log(service, instance, LogLine.ERROR, "java.lang.OutOfMemoryError: Java heap space");
        log(service, instance, LogLine.FATAL, "Container killed: OOMKilled, exit code 137");
        instance.restartInPlace(now, OOM_DOWN_MILLIS);
      } else if (instance.crashLooping() && now - instance.readyAt() >= CRASH_AFTER_MILLIS) {
        log(
            service,
            instance,
            LogLine.FATAL,
            "Process terminated by signal SIGSEGV at address 0x"
                + Integer.toHexString(random.nextInt(1 << 24, 1 << 30)));
        log(service, instance, LogLine.WARN, "Back-off restarting failed container in pod");
        instance.restartInPlace(now, CRASH_BACK_OFF_MILLIS);
      }
    }
  }

  /** The system part of its entity keys. */
  public String system() {
    return ShopBlueprint.system(namespace);
  }

  /** Runs work when simulated time has come that far. */
  public void later(long delayMillis, Runnable work) {
    tasks.add(new Task(now + delayMillis, taskNumber++, work));
  }

  /**
   * New pods for old, one after the other.
   *
   * @param surge the new pod is there before the old one leaves, so that capacity never drops
   * @return milliseconds until the last one is ready
   */
  public long roll(Service service, boolean surge) {
    long delay = 0;
    for (Instance instance : List.copyOf(service.instances())) {
      long down = surge ? 0 : ROLLING_STEP_MILLIS;
      later(delay, () -> instance.replace(service.nextPod(random), now + down));
      delay += ROLLING_STEP_MILLIS;
    }
    return delay;
  }

  /** A new version is rolled out and announced. */
  public void deploy(String name, String version, String summary) {
    Service service = service(name);
    service.deploy(version);
    announce(name, "deployment", name + "-" + version, summary);
    roll(service, true);
  }

  /** Says that something was changed. */
  public void announce(String service, String kind, String id, String summary) {
    nextChanges.add(new Change(now, service, kind, id, summary));
  }

  /** More or fewer users for a while. */
  public void bumpTraffic(double factor, long millis) {
    traffic.bump(factor, now + millis);
  }

  /** A log line of a service's instance. */
  public void log(Service service, Instance instance, int severity, String body) {
    nextLogs.add(new LogLine(now, service.name(), instance.pod(), severity, body));
  }

  /** Simulated time since the epoch in milliseconds. */
  public long now() {
    return now;
  }

  /** Callers before callees. */
  public Collection<Service> services() {
    return Collections.unmodifiableCollection(services.values());
  }

  /**
   * A service by name.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Service service(String name) {
    Service service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException("the shop has no service '" + name + "'");
    }
    return service;
  }

  /** What was said between the last tick and the one before. */
  public List<LogLine> logs() {
    return Collections.unmodifiableList(logs);
  }

  /** What was changed between the last tick and the one before. */
  public List<Change> changes() {
    return Collections.unmodifiableList(changes);
  }

  /** For those who change the world: one stream of chance. */
  public SplittableRandom random() {
    return random;
  }

  private record Task(long at, long number, Runnable work) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
