package dev.nightshift.local.shop.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** A service of the shop as it stands. Not thread safe: its world's lock guards it. */
public final class Service {

  /** Median of a healthy cache. */
  private static final double USUAL_HIT_RATIO = 0.95;

  private final ServiceSpec spec;
  private final String namespace;
  private final double capacity;
  private final List<Instance> instances = new ArrayList<>();
  private final Deque<String> versions = new ArrayDeque<>();
  private Strain strain = Strain.NONE;
  private double warmth = 1;
  private double rate;
  private double latencyMillis;
  private double errorRatio;
  private double hitRatio = USUAL_HIT_RATIO;
  private int podNumber;
  private int releases;

  Service(ServiceSpec spec, String namespace, double nominalRate) {
    this.spec = spec;
    this.namespace = namespace;
    this.capacity = nominalRate / spec.instances() / spec.utilisation();
    versions.push("1.0.0");
  }

  /** One tick: the callees have had theirs. */
  void settle(ShopWorld world, double demand, double seconds, RandomGenerator random) {
    rate = demand;
    long now = world.now();
    List<Instance> ready = ready(now);
    if (spec.role() == ServiceSpec.Role.CACHE) {
      warmth = Math.min(1, warmth + seconds / 20);
      double usable = USUAL_HIT_RATIO * warmth * (1 - strain.corruption());
      hitRatio = Math.min(1, Math.max(0, usable + 0.006 * random.nextGaussian()));
    }
    if (ready.isEmpty()) {
      latencyMillis = 1;
      errorRatio = 1;
      return;
    }
    double share = demand / ready.size();
    double calleeMillis = 0;
    double calleesFine = 1;
    for (Dependency call : spec.calls()) {
      Service callee = world.service(call.callee());
      double each = callee.callMillis();
      calleeMillis += call.callsPerRequest() * each;
      double failing = Math.min(1, call.callsPerRequest()) * callee.errorRatio * call.blame();
      calleesFine *= 1 - Math.min(1, failing);
      if (callee.spec.role() == ServiceSpec.Role.DATABASE) {
        ready.forEach(i -> i.countDatabase(share * call.callsPerRequest() * seconds, each));
      }
    }
    double millis = 0;
    double errors = 0;
    for (Instance instance : ready) {
      instance.work(now, seconds, share / capacity, strain, random);
      double total = instance.latencyMillis() + calleeMillis;
      double failing = 1 - (1 - instance.errorRatio()) * calleesFine;
      instance.count(share * seconds, share * seconds * failing, total);
      if (spec.role() == ServiceSpec.Role.DATABASE) {
        // The connection pooler in front of the database measures every operation.
        instance.countDatabase(share * seconds, instance.latencyMillis());
      }
      millis += total / ready.size();
      errors += failing / ready.size();
    }
    latencyMillis = millis;
    errorRatio = errors;
  }

  /** What a caller waits for one call, a miss of a cache and its refill included. */
  public double callMillis() {
    double miss = spec.role() == ServiceSpec.Role.CACHE ? missMillis() : 0;
    return Math.min(latencyMillis + miss, ShopWorld.CALL_TIMEOUT_MILLIS);
  }

  /** Mean time lost by misses, beyond the usual ones. */
  public double missMillis() {
    return 45 * Math.max(0, USUAL_HIT_RATIO - hitRatio);
  }

  /** Instances that serve now. */
  public List<Instance> ready(long now) {
    return instances.stream().filter(instance -> instance.isReady(now)).toList();
  }

  Instance add(long now, RandomGenerator random) {
    Instance instance = new Instance(spec, nextPod(random), now, random);
    instances.add(instance);
    return instance;
  }

  void remove(Instance instance) {
    instances.remove(instance);
  }

  String nextPod(RandomGenerator random) {
    int suffix = random.nextInt(36 * 36 * 36);
    String name = Integer.toString(suffix + 36 * 36 * 36, 36).substring(1);
    return spec.name() + "-" + name + "-" + podNumber++;
  }

  /** The number of a new release; none is given twice, even if a release was withdrawn. */
  public String nextVersion() {
    releases++;
    return "1." + releases + ".0";
  }

  void deploy(String version) {
    versions.push(version);
  }

  /** Leaves the newest version; at least two must be known. */
  String withdraw() {
    return versions.pop();
  }

  boolean hasEarlierVersion() {
    return versions.size() > 1;
  }

  void emptyCache() {
    warmth = 0.25;
  }

  /** What faults do to it. */
  public void strain(Strain newStrain) {
    strain = newStrain;
  }

  public Strain strain() {
    return strain;
  }

  public ServiceSpec spec() {
    return spec;
  }

  /** {@code service.namespace}: which of several shops it is part of. */
  public String namespace() {
    return namespace;
  }

  public String name() {
    return spec.name();
  }

  /** {@code service.version}. */
  public String version() {
    return versions.getFirst();
  }

  public List<Instance> instances() {
    return Collections.unmodifiableList(instances);
  }

  /** Requests per second. */
  public double rate() {
    return rate;
  }

  /** Typical time to an answer, callees included. */
  public double latencyMillis() {
    return latencyMillis;
  }

  /** Share of requests that fail, callees' failures included. */
  public double errorRatio() {
    return errorRatio;
  }

  /** Of a cache, 0 to 1. */
  public double hitRatio() {
    return hitRatio;
  }

  public double meanCpu() {
    return instances.stream().mapToDouble(Instance::cpu).average().orElse(0);
  }

  /** Bytes. */
  public double meanMemory() {
    return instances.stream().mapToDouble(Instance::memory).average().orElse(0);
  }

  /** True if a process died on its own within the last {@code millis}. */
  public boolean restartedWithin(long now, long millis) {
    return instances.stream().anyMatch(i -> i.lastRestartAt() > now - millis);
  }
}
