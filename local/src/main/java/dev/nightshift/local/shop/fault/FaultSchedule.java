package dev.nightshift.local.shop.fault;

import dev.nightshift.local.shop.world.ServiceSpec;
import dev.nightshift.local.shop.world.ShopBlueprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What befalls the shop and when. Times are the earliest ones: no more than {@code atOnce} faults
 * last at a time.
 *
 * @param faults by time
 * @param benign by time
 */
public record FaultSchedule(List<PlannedFault> faults, List<BenignEvent> benign, int atOnce) {

  private static final long USUAL_GAP_MILLIS = 270_000;
  private static final long LEAST_GAP_MILLIS = 180_000;
  private static final long JITTER_MILLIS = 20_000;
  private static final long LAST_FAULT_BEFORE_END_MILLIS = 180_000;
  private static final Duration SINGLES = Duration.ofMinutes(31);
  private static final long ON_CALL_FROM_MILLIS = 20 * 60_000;
  private static final long ON_CALL_TO_MILLIS = 35 * 60_000;

  public FaultSchedule {
    faults = List.copyOf(faults);
    benign = List.copyOf(benign);
  }

  /** As {@link #of(long, Duration, Duration)} with five quiet minutes first. */
  public static FaultSchedule of(long seed, Duration duration) {
    return of(seed, duration, Duration.ofMinutes(5));
  }

  /**
   * Faults in rounds of all six kinds, each round in another order, four to five minutes apart, or
   * down to three where six would not fit otherwise; no fault where not even one fits.
   *
   * @param duration of the whole simulation, in simulated time
   * @param warmUp without faults, for baselines
   */
  public static FaultSchedule of(long seed, Duration duration, Duration warmUp) {
    Random random = new Random(seed);
    long room = duration.minus(warmUp).toMillis() - LAST_FAULT_BEFORE_END_MILLIS;
    int kinds = FaultKind.values().length;
    long gap =
        Math.max(
            LEAST_GAP_MILLIS, Math.min(USUAL_GAP_MILLIS, (room - JITTER_MILLIS) / (kinds - 1)));
    List<PlannedFault> faults = new ArrayList<>();
    List<FaultKind> round = new ArrayList<>();
    for (int i = 0; i * gap <= room - JITTER_MILLIS; i++) {
      if (round.isEmpty()) {
        round.addAll(List.of(FaultKind.values()));
        Collections.shuffle(round, random);
      }
      FaultKind kind = round.remove(0);
      long at = warmUp.toMillis() + i * gap + random.nextLong(JITTER_MILLIS);
      String service = kind.services().get(random.nextInt(kind.services().size()));
      long onCall = random.nextLong(ON_CALL_FROM_MILLIS, ON_CALL_TO_MILLIS);
      faults.add(new PlannedFault(i, at, kind, service, random.nextDouble(), onCall));
    }
    return new FaultSchedule(faults, benign(random, duration.toMillis(), faults), 1);
  }

  /**
   * A round of all six kinds one by one, then two faults at once: of different kinds, at different
   * services.
   */
  public static FaultSchedule withTwoAtOnce(long seed) {
    FaultSchedule single = of(seed, SINGLES);
    Random random = new Random(seed ^ SINGLES.toMillis());
    long at = single.faults().get(single.faults().size() - 1).atMillis() + USUAL_GAP_MILLIS;
    List<FaultKind> kinds = new ArrayList<>(List.of(FaultKind.values()));
    Collections.shuffle(kinds, random);
    List<PlannedFault> faults = new ArrayList<>(single.faults());
    String taken = "";
    for (FaultKind kind : kinds.subList(0, 2)) {
      List<String> services = new ArrayList<>(kind.services());
      services.remove(taken);
      taken = services.get(random.nextInt(services.size()));
      long onCall = random.nextLong(ON_CALL_FROM_MILLIS, ON_CALL_TO_MILLIS);
      faults.add(
          new PlannedFault(
              faults.size(),
              at + random.nextLong(JITTER_MILLIS),
              kind,
              taken,
              random.nextDouble(),
              onCall));
    }
    faults.sort(Comparator.comparingLong(PlannedFault::atMillis));
    return new FaultSchedule(faults, benign(random, at + LAST_FAULT_BEFORE_END_MILLIS, faults), 2);
  }

  /** When the last fault has had time to be seen and healed. */
  public Duration length() {
    long last = faults.stream().mapToLong(PlannedFault::atMillis).max().orElse(0);
    return Duration.ofMillis(last + LAST_FAULT_BEFORE_END_MILLIS);
  }

  /** No faults and no events. */
  public static FaultSchedule quiet() {
    return new FaultSchedule(List.of(), List.of(), 1);
  }

  /** The same benign events without any fault: for training data and false-alarm figures. */
  public FaultSchedule withoutFaults() {
    return new FaultSchedule(List.of(), benign, atOnce);
  }

  private static List<BenignEvent> benign(Random random, long end, List<PlannedFault> faults) {
    List<BenignEvent> events = new ArrayList<>();
    List<String> services =
        ShopBlueprint.SERVICES.stream()
            .filter(spec -> spec.role() == ServiceSpec.Role.APPLICATION)
            .map(ServiceSpec::name)
            .toList();
    BenignEvent.Kind[] kinds = BenignEvent.Kind.values();
    long at = random.nextLong(40_000, 120_000);
    while (at < end) {
      BenignEvent.Kind kind = kinds[random.nextInt(kinds.length)];
      String service = services.get(random.nextInt(services.size()));
      // A change of what breaks right after would look like its cause, and would be one in life.
      if (!soonBefallen(faults, service, at)) {
        events.add(new BenignEvent(at, kind, service));
      }
      at += random.nextLong(110_000, 260_000);
    }
    return events;
  }

  private static boolean soonBefallen(List<PlannedFault> faults, String service, long at) {
    return faults.stream()
        .anyMatch(
            fault ->
                fault.service().equals(service)
                    && fault.atMillis() >= at
                    && fault.atMillis() < at + 240_000);
  }
}
