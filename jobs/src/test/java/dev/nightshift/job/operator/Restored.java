package dev.nightshift.job.operator;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** Harnesses of functions that go on from a snapshot. */
final class Restored {

  private Restored() {}

  static <I, O> KeyedOneInputStreamOperatorTestHarness<String, I, O> of(
      KeyedProcessFunction<String, I, O> function,
      KeySelector<I, String> key,
      OperatorSubtaskState snapshot)
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, I, O> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(function), key, Types.STRING);
    harness.initializeState(snapshot);
    harness.open();
    return harness;
  }

  static <A, B, O> KeyedTwoInputStreamOperatorTestHarness<String, A, B, O> of(
      KeyedCoProcessFunction<String, A, B, O> function,
      KeySelector<A, String> first,
      KeySelector<B, String> second,
      OperatorSubtaskState snapshot)
      throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, A, B, O> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(function), first, second, Types.STRING);
    harness.initializeState(snapshot);
    harness.open();
    return harness;
  }
}
