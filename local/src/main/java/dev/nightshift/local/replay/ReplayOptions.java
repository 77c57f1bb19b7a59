package dev.nightshift.local.replay;

import java.io.Serializable;

/**
 * What a recording does not say itself.
 *
 * @param startMillis event time of the first row, for recordings without times
 * @param stepMillis between rows, for recordings without times
 * @param system {@code environment.namespace} of the entities; empty for {@code replay.<data set>}
 * @param part {@code test} or {@code train}, where a directory holds both
 */
public record ReplayOptions(long startMillis, long stepMillis, String system, String part)
    implements Serializable {

  /** The environment and namespace of the entities. */
  String[] systemParts(String dataset) {
    String name = system.isEmpty() ? "replay." + dataset : system;
    int dot = name.indexOf('.');
    return dot < 0
        ? new String[] {name, "default"}
        : new String[] {name.substring(0, dot), name.substring(dot + 1)};
  }
}
