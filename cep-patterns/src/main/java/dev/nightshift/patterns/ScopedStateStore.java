package dev.nightshift.patterns;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.AggregatingState;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;

/**
 * Lets several patterns of one operator keep Flink CEP's buffers, whose names are fixed, in the
 * same few maps: each pattern sees the entries under its own scope.
 *
 * <p>Names of its own for each pattern would do too, but a backend never forgets a name: a job
 * whose patterns are edited for a year would carry all versions in each checkpoint. Only what CEP
 * uses is there: maps.
 */
final class ScopedStateStore implements KeyedStateStore {

  private final RuntimeContext context;
  private final String scope;
  private final List<ScopedMapState<?, ?>> maps = new ArrayList<>();

  ScopedStateStore(RuntimeContext context, String scope) {
    this.context = context;
    this.scope = scope;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <K, V> MapState<K, V> getMapState(MapStateDescriptor<K, V> descriptor) {
    TupleSerializer<Tuple2<String, K>> keys =
        new TupleSerializer<>(
            (Class<Tuple2<String, K>>) (Class<?>) Tuple2.class,
            new TypeSerializer<?>[] {StringSerializer.INSTANCE, descriptor.getKeySerializer()});
    ScopedMapState<K, V> map =
        new ScopedMapState<>(
            scope,
            context.getMapState(
                new MapStateDescriptor<>(
                    descriptor.getName(), keys, descriptor.getValueSerializer())));
    maps.add(map);
    return map;
  }

  /** Clears what was asked for so far, for the current key. */
  void clear() {
    maps.forEach(ScopedMapState::clear);
  }

  @Override
  public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
    throw unused();
  }

  @Override
  public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
    throw unused();
  }

  @Override
  public <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
    throw unused();
  }

  @Override
  public <I, A, O> AggregatingState<I, O> getAggregatingState(
      AggregatingStateDescriptor<I, A, O> descriptor) {
    throw unused();
  }

  @Override
  public <T> org.apache.flink.api.common.state.v2.ValueState<T> getValueState(
      org.apache.flink.api.common.state.v2.ValueStateDescriptor<T> descriptor) {
    throw unused();
  }

  @Override
  public <T> org.apache.flink.api.common.state.v2.ListState<T> getListState(
      org.apache.flink.api.common.state.v2.ListStateDescriptor<T> descriptor) {
    throw unused();
  }

  @Override
  public <K, V> org.apache.flink.api.common.state.v2.MapState<K, V> getMapState(
      org.apache.flink.api.common.state.v2.MapStateDescriptor<K, V> descriptor) {
    throw unused();
  }

  @Override
  public <T> org.apache.flink.api.common.state.v2.ReducingState<T> getReducingState(
      org.apache.flink.api.common.state.v2.ReducingStateDescriptor<T> descriptor) {
    throw unused();
  }

  @Override
  public <I, A, O> org.apache.flink.api.common.state.v2.AggregatingState<I, O> getAggregatingState(
      org.apache.flink.api.common.state.v2.AggregatingStateDescriptor<I, A, O> descriptor) {
    throw unused();
  }

  @Override
  public String getBackendTypeIdentifier() {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("Flink CEP keeps its buffers in maps");
  }
}
