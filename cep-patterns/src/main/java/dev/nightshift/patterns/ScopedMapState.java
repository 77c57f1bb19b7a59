package dev.nightshift.patterns;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.java.tuple.Tuple2;

/** The part of a map in keyed state whose keys lie in one scope. Iterators may remove. */
final class ScopedMapState<K, V> implements MapState<K, V> {

  private final String scope;
  private final MapState<Tuple2<String, K>, V> all;

  ScopedMapState(String scope, MapState<Tuple2<String, K>, V> all) {
    this.scope = scope;
    this.all = all;
  }

  @Override
  public V get(K key) throws Exception {
    return all.get(scoped(key));
  }

  @Override
  public void put(K key, V value) throws Exception {
    all.put(scoped(key), value);
  }

  @Override
  public void putAll(Map<K, V> map) throws Exception {
    for (Map.Entry<K, V> entry : map.entrySet()) {
      put(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void remove(K key) throws Exception {
    all.remove(scoped(key));
  }

  @Override
  public boolean contains(K key) throws Exception {
    return all.contains(scoped(key));
  }

  @Override
  public Iterable<Map.Entry<K, V>> entries() throws Exception {
    Iterator<Map.Entry<K, V>> entries = iterator();
    return () -> entries;
  }

  @Override
  public Iterable<K> keys() throws Exception {
    Iterator<K> keys = scoped(entry -> entry.getKey().f1);
    return () -> keys;
  }

  @Override
  public Iterable<V> values() throws Exception {
    Iterator<V> values = scoped(Map.Entry::getValue);
    return () -> values;
  }

  @Override
  public Iterator<Map.Entry<K, V>> iterator() throws Exception {
    return scoped(entry -> Map.entry(entry.getKey().f1, entry.getValue()));
  }

  @Override
  public boolean isEmpty() throws Exception {
    return !iterator().hasNext();
  }

  @Override
  public void clear() {
    try {
      Iterator<K> keys = scoped(entry -> entry.getKey().f1);
      while (keys.hasNext()) {
        keys.next();
        keys.remove();
      }
    } catch (Exception e) {
      // The interface allows no checked exception here, while iterating may throw one.
      throw new IllegalStateException("the state of " + scope + " cannot be cleared", e);
    }
  }

  private Tuple2<String, K> scoped(K key) {
    return Tuple2.of(scope, key);
  }

  /** Over what is there now; removing from the map on the way disturbs nothing. */
  private <T> Iterator<T> scoped(Function<Map.Entry<Tuple2<String, K>, V>, T> part)
      throws Exception {
    List<Map.Entry<Tuple2<String, K>, V>> mine = new ArrayList<>();
    for (Map.Entry<Tuple2<String, K>, V> entry : all.entries()) {
      if (entry.getKey().f0.equals(scope)) {
        mine.add(Map.entry(entry.getKey(), entry.getValue()));
      }
    }
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < mine.size();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return part.apply(mine.get(next++));
      }

      @Override
      public void remove() {
        try {
          all.remove(mine.get(next - 1).getKey());
        } catch (Exception e) {
          throw new IllegalStateException("an entry of " + scope + " cannot be removed", e);
        }
      }
    };
  }
}
