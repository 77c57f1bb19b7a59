package dev.nightshift.job.operator;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Hands new policies to every system, and to each that appears later. Runs under one key; the
 * second input names the systems as they appear.
 */
public final class PolicyRouter
    extends KeyedCoProcessFunction<String, PolicyUpdate, String, IncidentInput> {

  private static final long serialVersionUID = 1L;

  private transient MapState<String, Boolean> systems;
  private transient ValueState<PolicyUpdate> inForce;

  @Override
  public void open(OpenContext context) {
    systems =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("systems", Types.STRING, Types.BOOLEAN));
    inForce =
        getRuntimeContext().getState(new ValueStateDescriptor<>("policy", PolicyUpdate.class));
  }

  @Override
  public void processElement1(PolicyUpdate update, Context context, Collector<IncidentInput> out)
      throws Exception {
    inForce.update(update);
    for (String system : systems.keys()) {
      out.collect(IncidentInput.of(system, update));
    }
  }

  @Override
  public void processElement2(String system, Context context, Collector<IncidentInput> out)
      throws Exception {
    if (!systems.contains(system)) {
      systems.put(system, true);
      if (inForce.value() != null) {
        out.collect(IncidentInput.of(system, inForce.value()));
      }
    }
  }
}
