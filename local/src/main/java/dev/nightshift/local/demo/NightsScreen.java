package dev.nightshift.local.demo;

import dev.nightshift.contract.Incident;
import dev.nightshift.contract.ModelStatus;
import dev.nightshift.local.shop.fault.FaultRecord;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Help.Ansi;

/** Many nights at once: how far they are, a line every few simulated minutes. */
final class NightsScreen implements DemoView {

  private static final long EVERY_MILLIS = Duration.ofMinutes(2).toMillis();

  private final PrintWriter out;
  private final Ansi ansi;
  private long nextAt;

  NightsScreen(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  @Override
  public synchronized void line(String text) {
    out.println(ansi.string(text));
    out.flush();
  }

  @Override
  public void incident(Incident incident) {}

  @Override
  public void model(ModelStatus status) {}

  @Override
  public void progress(Iterable<Night> nights) {
    long elapsed = Long.MAX_VALUE;
    int shops = 0;
    int over = 0;
    int begun = 0;
    int healed = 0;
    int unaided = 0;
    long open = 0;
    for (Night night : nights) {
      shops++;
      over += night.isOver() ? 1 : 0;
      elapsed = Math.min(elapsed, night.elapsed());
      open += night.openIncidents();
      for (FaultRecord fault : night.simulation().truth().faults()) {
        begun++;
        healed += fault.recovered() ? 1 : 0;
        unaided += fault.healedByAction() ? 1 : 0;
      }
    }
    if (elapsed < nextAt) {
      return;
    }
    nextAt = elapsed + EVERY_MILLIS;
    line(
        "%3d min  %d faults began, %d are over, %d healed without people; %d incidents open; %d of %d nights over"
            .formatted(
                Duration.ofMillis(elapsed).toMinutes(), begun, healed, unaided, open, over, shops));
  }
}
