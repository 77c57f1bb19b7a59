package dev.nightshift.local.shop;

import dev.nightshift.local.shop.fault.FaultKind;
import dev.nightshift.local.shop.fault.FaultRecord;
import dev.nightshift.local.shop.fault.FaultSchedule;
import dev.nightshift.local.shop.fault.PlannedFault;
import dev.nightshift.local.shop.fault.ShopListener;
import dev.nightshift.local.shop.fault.ShopSimulation;
import dev.nightshift.local.shop.world.Service;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A shop in which at most one chosen fault begins, after two quiet minutes. */
public final class ShopCase {

  public static final long START = 1_767_225_600_000L;
  public static final long FAULT_AT = 120_000;
  public static final long ON_CALL = 22 * 60_000;

  public final ShopSimulation simulation;

  public ShopCase(FaultSchedule schedule) {
    simulation = new ShopSimulation(11, START, schedule, ShopListener.NONE);
  }

  public static ShopCase healthy() {
    return new ShopCase(FaultSchedule.quiet());
  }

  public static ShopCase with(FaultKind kind, String service) {
    return new ShopCase(schedule(kind, service));
  }

  public static FaultSchedule schedule(FaultKind kind, String service) {
    PlannedFault fault = new PlannedFault(0, FAULT_AT, kind, service, 0.5, ON_CALL);
    return new FaultSchedule(List.of(fault), List.of(), 1);
  }

  public ShopCase seconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      simulation.advance(1_000);
    }
    return this;
  }

  /** The mean of a figure of a service over the next seconds. */
  public double mean(int seconds, String service, ToDoubleFunction<Service> figure) {
    double sum = 0;
    for (int i = 0; i < seconds; i++) {
      seconds(1);
      sum += figure.applyAsDouble(service(service));
    }
    return sum / seconds;
  }

  public Service service(String name) {
    return simulation.world().service(name);
  }

  public FaultRecord fault() {
    return simulation.truth().faults().get(0);
  }
}
