package dev.nightshift.actuator;

import static dev.nightshift.actuator.Samples.bytes;
import static dev.nightshift.actuator.Samples.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ControlKind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From the halt to the last action that was begun, on a real broker, database and receiver.
 *
 * <p>Requests come at a steady pace before, during and after the halt, as from a job that never
 * hears of it: one that is just being restarted cannot be worse. So what is measured is what the
 * actuator alone guarantees, whatever the job does.
 */
@Tag("slow")
class HaltIT extends OnKafka {

  /** What is promised of a halt; the figure itself is printed. */
  private static final Duration PROMISED = Duration.ofSeconds(2);

  private static final int BEFORE = 20;
  private static final int AFTER = 60;
  private static final long PACE_MILLIS = 25;

  private final CountDownLatch enough = new CountDownLatch(1);
  private Actuator actuator;
  private Thread job;

  @BeforeEach
  void begin() throws Exception {
    actuator = start();
    job = new Thread(this::ask, "job");
    job.start();
    until("actions are begun", () -> world.posts.size() >= BEFORE);
  }

  @AfterEach
  void end() throws Exception {
    enough.countDown();
    job.join();
    actuator.close();
  }

  private Actuator start() throws Exception {
    return start(topics.config(), "");
  }

  /** Each request is for another service: no limit but the halt stands in its way. */
  private void ask() {
    try {
      for (int i = 0; !enough.await(PACE_MILLIS, TimeUnit.MILLISECONDS); i++) {
        ActionRequest request = Samples.request("k" + i).setTarget("demo.shop/s" + i).build();
        topics.send("requests", "inc-1", bytes(ActionRequest.getEncoder().encode(request)));
      }
    } catch (Exception e) {
      throw new IllegalStateException("the stream of requests broke", e);
    }
  }

  /** Says it, and when that was by {@code System.nanoTime}. */
  private long halt() throws Exception {
    long now = System.nanoTime();
    topics.send(
        "control",
        "*",
        bytes(
            Samples.control("halt", ControlKind.HALT, "*", System.currentTimeMillis())
                .toByteBuffer()));
    return now;
  }

  private void refusedOnAndOn() throws InterruptedException {
    long before = Postgres.rows("ledger WHERE outcome = 'REFUSED'");
    until(
        "what is asked now is refused",
        () -> Postgres.rows("ledger WHERE outcome = 'REFUSED'") >= before + AFTER);
  }

  private void tell(String what, long haltedAt) {
    Duration last = Duration.ofNanos(Math.max(0, world.lastStartNanos.get() - haltedAt));
    System.out.printf("halt, %s: last action begun after %d ms%n", what, last.toMillis());
    assertThat(last).isLessThan(PROMISED);
  }

  @Test
  void aRunningActuatorBeginsNothingMore() throws Exception {
    long haltedAt = halt();
    refusedOnAndOn();

    tell("actuator running", haltedAt);
  }

  @Test
  void neitherDoesOneThatIsJustBeingRestarted() throws Exception {
    long haltedAt = halt();
    actuator.close();
    actuator = start();
    refusedOnAndOn();

    tell("actuator being restarted", haltedAt);
  }

  @Test
  void norOneThatStartsAfterItWasSaid() throws Exception {
    actuator.close();
    int begun = world.posts.size();
    long haltedAt = halt();
    actuator = start();
    refusedOnAndOn();

    assertThat(world.posts).as("nothing begins before the halt is heard").hasSize(begun);
    tell("said while no actuator ran", haltedAt);
  }
}
