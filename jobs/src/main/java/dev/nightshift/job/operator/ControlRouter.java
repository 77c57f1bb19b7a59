package dev.nightshift.job.operator;

import dev.nightshift.contract.ControlKind;
import dev.nightshift.contract.ControlMessage;
import dev.nightshift.contract.DeadLetter;
import dev.nightshift.incident.IncidentId;
import dev.nightshift.job.config.ControlKey;
import dev.nightshift.job.config.ControlSettings;
import dev.nightshift.job.serde.Outputs;
import dev.nightshift.remedy.ControlVerdict;
import dev.nightshift.remedy.ControlVerifier;
import dev.nightshift.remedy.Role;
import dev.nightshift.remedy.SeenControls;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Verifies control messages, in one place, and hands each to the systems that it is about.
 *
 * <p>Everything runs under one key: replays can only be seen by somebody who sees all. The second
 * input names the systems as they appear. A stop of everything is remembered, so that a system that
 * appears later is stopped too.
 */
public final class ControlRouter
    extends KeyedCoProcessFunction<String, ReceivedControl, String, IncidentInput> {

  private static final long serialVersionUID = 1L;
  private static final String EVERYTHING = "*";
  private static final long REPLAY_WINDOW_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final int MAX_SEEN = 10_000;

  private final ControlSettings control;
  private transient ControlVerifier verifier;
  private transient ValueState<SeenControls> seen;
  private transient MapState<String, Boolean> systems;
  private transient ValueState<ControlMessage> halt;

  public ControlRouter(ControlSettings control) {
    this.control = control;
  }

  @Override
  public void open(OpenContext context) {
    Map<String, dev.nightshift.remedy.ControlKey> resolved = new HashMap<>();
    for (ControlKey key : control.keys()) {
      resolved.put(
          key.id(),
          new dev.nightshift.remedy.ControlKey(
              key.id(), Role.valueOf(key.role().toUpperCase(Locale.ROOT)), key.secret().resolve()));
    }
    verifier =
        new ControlVerifier(resolved, control.installation(), REPLAY_WINDOW_MILLIS, MAX_SEEN);
    seen = getRuntimeContext().getState(new ValueStateDescriptor<>("seen", SeenControls.class));
    systems =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("systems", Types.STRING, Types.BOOLEAN));
    halt =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("halt", TypeInformation.of(ControlMessage.class)));
  }

  @Override
  public void processElement1(
      ReceivedControl received, Context context, Collector<IncidentInput> out) throws Exception {
    ControlMessage message = received.message();
    if (message == null) {
      refuse(received, "malformed", "not a ControlMessage", context);
      return;
    }
    SeenControls memory = seen.value() == null ? new SeenControls() : seen.value();
    ControlVerdict verdict = verifier.verify(message, memory, received.receivedAt());
    if (!verdict.accepted()) {
      refuse(received, verdict.reason().name().toLowerCase(Locale.ROOT), verdict.text(), context);
      return;
    }
    seen.update(memory);
    List<String> systemsAddressed;
    try {
      systemsAddressed = addressed(message.getScope());
    } catch (IllegalArgumentException e) {
      // Signed, but about nothing that can exist: a slip of the pen must not stop the job.
      refuse(received, "bad_scope", e.getMessage(), context);
      return;
    }
    if (message.getScope().equals(EVERYTHING)) {
      rememberStop(message);
    }
    for (String system : systemsAddressed) {
      out.collect(IncidentInput.of(system, message));
    }
  }

  @Override
  public void processElement2(String system, Context context, Collector<IncidentInput> out)
      throws Exception {
    if (!systems.contains(system)) {
      systems.put(system, true);
      if (halt.value() != null) {
        out.collect(IncidentInput.of(system, halt.value()));
      }
    }
  }

  private void rememberStop(ControlMessage message) throws Exception {
    if (message.getKind() == ControlKind.HALT) {
      halt.update(message);
    } else if (message.getKind() == ControlKind.RESUME) {
      halt.clear();
    }
  }

  private List<String> addressed(String scope) throws Exception {
    String system = IncidentId.systemOf(scope);
    if (!system.equals(EVERYTHING)) {
      return List.of(system);
    }
    List<String> all = new ArrayList<>();
    systems.keys().forEach(all::add);
    return all;
  }

  private static void refuse(
      ReceivedControl received, String reason, String detail, Context context) {
    context.output(
        Outputs.DEAD_LETTERS,
        DeadLetter.newBuilder()
            .setSource("control")
            .setReason(reason)
            .setDetail(detail)
            .setAt(received.receivedAt())
            .setOriginal(ByteBuffer.wrap(received.original()))
            .build());
  }
}
