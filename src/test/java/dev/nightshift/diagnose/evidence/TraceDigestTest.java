package dev.nightshift.diagnose.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.LogEntry;
import dev.nightshift.telemetry.Span;
import dev.nightshift.telemetry.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceDigestTest {

  private static final long OVER = 1_000_000;

  private static final Entity FRONT = Entity.service("shop.eu", "front");
  private static final Entity CART = new Entity("shop.eu", "cart", "cart-1");

  private final TraceDigest digest = new TraceDigest(100);
  private final TraceParts trace = new TraceParts();

  private void span(Entity entity, String id, String parent, long fromMillis, long toMillis) {
    digest.accept(
        trace,
        new Span(
            entity,
            "t",
            id,
            parent,
            "op-" + id,
            SpanKind.INTERNAL,
            fromMillis * 1_000_000,
            toMillis * 1_000_000,
            false,
            ""));
  }

  private void log(String span, long millis, int severity, String body) {
    digest.accept(trace, new LogEntry(CART, millis, severity, body, "t", span));
  }

  @Test
  void timeThatNeitherEndAccountsForLiesBetweenThem() {
    span(FRONT, "a", "", 0, 100);
    span(CART, "b", "a", 40, 60);

    assertThat(digest.finish(trace, OVER))
        .filteredOn(seen -> seen.kind() == Observation.Kind.GAP)
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.value()).isEqualTo(80);
              assertThat(gap.peer()).isEqualTo("shop.eu/front");
              assertThat(gap.entity()).isEqualTo("shop.eu/cart/cart-1");
            });
  }

  @Test
  void childrenThatOverlapCountOnce() {
    span(CART, "a", "", 0, 100);
    span(CART, "b", "a", 10, 60);
    span(CART, "c", "a", 40, 150);

    assertThat(digest.finish(trace, OVER))
        .filteredOn(seen -> seen.kind() == Observation.Kind.SELF && seen.name().equals("op-a"))
        .singleElement()
        .satisfies(self -> assertThat(self.value()).isEqualTo(10));
  }

  @Test
  void aPathGoesFromStartOverTheLogToTheEnd() {
    span(CART, "a", "", 0, 100);
    span(CART, "a", "", 0, 100); // recorded twice
    log("a", 20, 17, "second");
    log("a", 10, 9, "first");

    List<Observation> steps =
        digest.finish(trace, OVER).stream()
            .filter(seen -> seen.kind() == Observation.Kind.STEP)
            .toList();

    assertThat(steps).extracting(Observation::from).containsExactly("start", "first", "second");
    assertThat(steps).extracting(Observation::next).containsExactly("first", "second", "end");
    assertThat(steps).extracting(Observation::error).containsExactly(false, true, false);
  }

  @Test
  void aTraceHasABound() {
    for (int i = 0; i < 150; i++) {
      span(CART, "s" + i, "", 0, 1);
    }

    assertThat(trace.spans).hasSize(100);
    assertThat(trace.dropped).isEqualTo(50);
  }
}
