package dev.nightshift.local.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Items by entity and second: what a collector would send together. */
final class Batches<T> {

  private record Key(long second, String entity) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int bySecond = Long.compare(second, other.second);
      return bySecond != 0 ? bySecond : entity.compareTo(other.entity);
    }
  }

  interface Sink<T> {
    void accept(String entity, long newestMillis, List<T> items);
  }

  private final Map<Key, List<T>> items = new TreeMap<>();
  private final Map<Key, Long> newest = new TreeMap<>();

  void add(String entity, long millis, T item) {
    Key key = new Key(Math.floorDiv(millis, 1000), entity);
    items.computeIfAbsent(key, k -> new ArrayList<>()).add(item);
    newest.merge(key, millis, Math::max);
  }

  void forEach(Sink<T> sink) {
    items.forEach((key, list) -> sink.accept(key.entity(), newest.get(key), list));
  }
}
