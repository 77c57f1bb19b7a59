package dev.nightshift.patterns;

import dev.nightshift.config.Condition.Relation;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * What conditions ask of events, as CEL functions: how two of them stand to each other in the
 * system, and which features rose or fell.
 *
 * <p>Events carry their neighbours as the service graph stood at their own time, so that one side's
 * knowledge is enough: an edge learned after the first event still counts for the second. What is
 * not an event, or has not come (an optional stage), stands in no relation to anything.
 */
final class EventFunctions {

  static final List<Relation> ALL =
      List.of(
          relation("callerOf", (a, b) -> calls(a, b)),
          relation("calleeOf", (a, b) -> calls(b, a)),
          relation("sameDeployment", EventFunctions::areDeployedTogether),
          relation("sameHost", (a, b) -> share(a, b, EventView.HOSTS)),
          feature("rose", (value, usual) -> value > usual),
          feature("fell", (value, usual) -> value < usual));

  private EventFunctions() {}

  private static Relation relation(String name, BiPredicate<Map<?, ?>, Map<?, ?>> holds) {
    return new Relation(
        name,
        (a, b) ->
            a instanceof Map<?, ?> first
                && b instanceof Map<?, ?> second
                && holds.test(first, second));
  }

  /** Of a feature that has a notable part of the score; false if its usual value is not known. */
  private static Relation feature(String name, BiPredicate<Double, Double> holds) {
    return new Relation(
        name,
        (event, feature) ->
            event instanceof Map<?, ?> fields
                && fields.get(EventView.FEATURES) instanceof Collection<?> notable
                && notable.contains(feature)
                && number(fields.get(EventView.VALUE), feature) instanceof Double value
                && number(fields.get(EventView.USUAL), feature) instanceof Double usual
                && holds.test(value, usual));
  }

  private static Object number(Object values, Object feature) {
    return values instanceof Map<?, ?> byFeature ? byFeature.get(feature) : null;
  }

  /** Whether the first one's service calls the second's, directly or through others. */
  private static boolean calls(Map<?, ?> caller, Map<?, ?> callee) {
    Object from = caller.get(EventView.DEPLOYMENT);
    Object to = callee.get(EventView.DEPLOYMENT);
    return from != null
        && to != null
        && !from.equals(to)
        && (names(caller, EventView.CALLEES).contains(to)
            || names(callee, EventView.CALLERS).contains(from));
  }

  /** Whether both are one deployed service, or say that they belong to one deployment. */
  private static boolean areDeployedTogether(Map<?, ?> a, Map<?, ?> b) {
    Object first = a.get(EventView.DEPLOYMENT);
    return (first != null && first.equals(b.get(EventView.DEPLOYMENT)))
        || share(a, b, EventView.DEPLOYMENTS);
  }

  private static boolean share(Map<?, ?> a, Map<?, ?> b, String field) {
    return !Collections.disjoint(names(a, field), names(b, field));
  }

  private static Collection<?> names(Map<?, ?> event, String field) {
    return event.get(field) instanceof Collection<?> names ? names : List.of();
  }
}
