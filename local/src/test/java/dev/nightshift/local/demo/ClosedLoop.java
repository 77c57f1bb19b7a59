package dev.nightshift.local.demo;

import dev.nightshift.contract.ActionRequest;
import dev.nightshift.contract.ActionResult;
import dev.nightshift.contract.FeedbackLabel;
import dev.nightshift.contract.Incident;
import dev.nightshift.contract.Outcome;
import dev.nightshift.diagnose.DeclaredCalls;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.job.NightshiftTopology;
import dev.nightshift.job.config.ControlSettings;
import dev.nightshift.job.config.SourceSettings;
import dev.nightshift.job.model.FlinkModelFiles;
import dev.nightshift.job.model.ModelAnnouncement;
import dev.nightshift.job.model.ModelRoster;
import dev.nightshift.job.model.StoreScorers;
import dev.nightshift.job.operator.DetectorOptions;
import dev.nightshift.job.operator.FeatureOptions;
import dev.nightshift.job.operator.IncidentOptions;
import dev.nightshift.job.operator.PolicyUpdate;
import dev.nightshift.job.operator.ReceivedControl;
import dev.nightshift.job.serde.ContractDecoder;
import dev.nightshift.job.source.TelemetryDeserializer;
import dev.nightshift.learn.PromotionRule;
import dev.nightshift.local.shop.fault.ActionRecord;
import dev.nightshift.local.shop.telemetry.ShopTelemetry;
import dev.nightshift.local.shop.telemetry.Topics;
import dev.nightshift.local.shop.world.RepairAction;
import dev.nightshift.models.ModelCatalog;
import dev.nightshift.models.ModelStore;
import dev.nightshift.patterns.PatternLibrary;
import dev.nightshift.patterns.PatternSet;
import dev.nightshift.telemetry.Entity;
import dev.nightshift.telemetry.Signal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Nights of the simulated shop under the job's very topology, with nothing between the two: the
 * shop's exports are decoded and handed over, event time stands still until all has been decided
 * about them, what was ordered is carried out, and what verification says is heard. So a night is
 * the same on every machine, and takes seconds. One at a time: the job's tasks find it in static
 * fields.
 */
@SuppressWarnings("deprecation") // the newer sources cannot say when a watermark is due
final class ClosedLoop {

  private static final long TICK_MILLIS = 1_000;
  private static final long DISORDER_MILLIS = 6_000;

  /** A checkpoint, a claim and a call lie between an order and the act. */
  private static final long ORDER_MILLIS = 5_000;

  private static final long RECOVERY_MILLIS = 240_000;
  private static final long PATIENCE_SECONDS = 60;

  private static final BlockingQueue<Step> FEED = new LinkedBlockingQueue<>();
  private static final Queue<Incident> INCIDENTS = new ConcurrentLinkedQueue<>();
  private static final Queue<ActionRequest> REQUESTS = new ConcurrentLinkedQueue<>();
  private static final Queue<FeedbackLabel> LABELS = new ConcurrentLinkedQueue<>();
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition PROGRESS = LOCK.newCondition();
  private static long decided;

  private final Map<String, Night> nights;
  private final long start;
  private final Path home;
  private final boolean evidence;
  private final List<ShopTelemetry> telemetry = new ArrayList<>();
  private final List<Signal> exported = new ArrayList<>();
  private final Deque<Order> orders = new ArrayDeque<>();

  /** What the job is handed: signals, results, labels, then how far event time has come. */
  private record Step(
      List<Signal> signals, List<byte[]> results, List<byte[]> labels, long watermark) {}

  private record Order(long due, ActionRequest request) {}

  /** One signal, one result or one label. A POJO. */
  public static final class Input {
    public Signal signal;
    public byte[] result;
    public byte[] label;
  }

  /**
   * @param nights all of one start
   * @param home of the shipped models, patterns and policies
   * @param evidence whether services are asked what they see when something is wrong
   */
  ClosedLoop(List<Night> nights, Path home, boolean evidence) throws Exception {
    this.nights =
        nights.stream()
            .collect(Collectors.toMap(night -> night.simulation().system(), Function.identity()));
    this.start = nights.get(0).start();
    this.home = home;
    this.evidence = evidence;
    Map<String, TelemetryDeserializer> decoders = decoders();
    for (Night night : nights) {
      telemetry.add(
          new ShopTelemetry(
              night.simulation().world(),
              night.seed(),
              (topic, key, payload) -> decode(decoders.get(topic), topic, payload)));
    }
  }

  private static Map<String, TelemetryDeserializer> decoders() throws Exception {
    Map<String, TelemetryDeserializer> decoders =
        Map.of(
            Topics.METRICS, decoder(Topics.METRICS, SourceSettings.Format.OTLP_METRICS),
            Topics.LOGS, decoder(Topics.LOGS, SourceSettings.Format.OTLP_LOGS),
            Topics.SPANS, decoder(Topics.SPANS, SourceSettings.Format.OTLP_SPANS));
    for (TelemetryDeserializer decoder : decoders.values()) {
      decoder.open(null);
    }
    return decoders;
  }

  private static TelemetryDeserializer decoder(String topic, SourceSettings.Format format) {
    return new TelemetryDeserializer(
        new SourceSettings(topic, format), Duration.ofDays(36_500).toMillis());
  }

  private void decode(TelemetryDeserializer decoder, String topic, byte[] payload) {
    decoder.deserialize(
        new ConsumerRecord<>(topic, 0, 0, null, payload),
        new Collector<>() {
          @Override
          public void collect(Signal signal) {
            exported.add(signal);
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        });
  }

  /** Runs until all nights are over, or their time is. */
  void run() throws Exception {
    FEED.clear();
    INCIDENTS.clear();
    REQUESTS.clear();
    LABELS.clear();
    decided = Long.MIN_VALUE;
    JobClient job = submit();
    List<byte[]> results = new ArrayList<>();
    List<byte[]> labels = new ArrayList<>();
    long longest = nights.values().stream().mapToLong(n -> n.duration().toMillis()).max().orElse(0);
    long elapsed = 0;
    while (elapsed < longest + RECOVERY_MILLIS
        && !nights.values().stream().allMatch(Night::isOver)) {
      nights.values().forEach(night -> night.simulation().advance(TICK_MILLIS));
      telemetry.forEach(shop -> shop.observe(TICK_MILLIS));
      elapsed += TICK_MILLIS;
      long now = start + elapsed;
      while (!orders.isEmpty() && orders.peek().due() <= now) {
        results.add(carryOut(orders.poll().request(), now));
      }
      long watermark = now - DISORDER_MILLIS;
      FEED.add(
          new Step(List.copyOf(exported), List.copyOf(results), List.copyOf(labels), watermark));
      exported.clear();
      results.clear();
      labels.clear();
      await(watermark, job);
      for (Incident incident = INCIDENTS.poll(); incident != null; incident = INCIDENTS.poll()) {
        nights.get(incident.getSystem()).tell(incident);
      }
      for (ActionRequest request = REQUESTS.poll(); request != null; request = REQUESTS.poll()) {
        orders.add(new Order(now + ORDER_MILLIS, request));
      }
      for (FeedbackLabel label = LABELS.poll(); label != null; label = LABELS.poll()) {
        labels.add(bytes(FeedbackLabel.getEncoder().encode(label)));
      }
    }
    FEED.add(new Step(List.of(), List.of(), List.of(), Long.MAX_VALUE));
    job.getJobExecutionResult().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private byte[] carryOut(ActionRequest request, long now) throws Exception {
    ActionRecord done =
        nights
            .get(request.getSystem())
            .simulation()
            .execute(
                request.getKey(),
                RepairAction.parse(request.getAction()).orElseThrow(),
                Entity.parse(request.getTarget()).service(),
                request.getUndo());
    return bytes(
        ActionResult.getEncoder()
            .encode(
                ActionResult.newBuilder()
                    .setKey(request.getKey())
                    .setIncident(request.getIncident())
                    .setSystem(request.getSystem())
                    .setAction(request.getAction())
                    .setTarget(request.getTarget())
                    .setOutcome(done.succeeded() ? Outcome.SUCCEEDED : Outcome.FAILED)
                    .setDetail(done.detail())
                    .setStartedAt(now)
                    .setFinishedAt(now)
                    .build()));
  }

  private static byte[] bytes(ByteBuffer encoded) {
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static void await(long watermark, JobClient job) throws Exception {
    long patience = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    LOCK.lock();
    try {
      while (decided < watermark) {
        patience = PROGRESS.awaitNanos(patience);
        if (patience <= 0) {
          throw new TimeoutException("the job, " + job.getJobStatus().get() + ", is stuck");
        }
      }
    } finally {
      LOCK.unlock();
    }
  }

  private JobClient submit() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(1));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    DataStream<Input> inputs = env.addSource(new Source(), "shops", Types.POJO(Input.class));
    NightshiftTopology.Results decisions =
        NightshiftTopology.build(
            new NightshiftTopology.Inputs(
                inputs
                    .filter(input -> input.signal != null)
                    .map(input -> input.signal, TypeInformation.of(Signal.class)),
                nothing(inputs, ModelAnnouncement.class),
                nothing(inputs, ReceivedControl.class),
                nothing(inputs, PolicyUpdate.class),
                decoded(inputs.filter(input -> input.result != null), ActionResult.class),
                decoded(inputs.filter(input -> input.label != null), FeedbackLabel.class),
                nothing(inputs, PatternSet.class)),
            settings());
    DataStream<Integer> incidents =
        decisions
            .incidents()
            .map(
                incident -> {
                  INCIDENTS.add(incident);
                  return 1;
                },
                Types.INT);
    DataStream<Integer> requests =
        decisions
            .requests()
            .map(
                request -> {
                  REQUESTS.add(request);
                  return 1;
                },
                Types.INT);
    DataStream<Integer> labels =
        decisions
            .labels()
            .map(
                label -> {
                  LABELS.add(label);
                  return 1;
                },
                Types.INT);
    incidents
        .union(requests, labels, decisions.anomalies().map(anomaly -> 1, Types.INT))
        .transform("decided", Types.INT, new Decided())
        .sinkTo(new DiscardingSink<>());
    return env.executeAsync("nights");
  }

  private static <T extends SpecificRecordBase> DataStream<T> decoded(
      DataStream<Input> inputs, Class<T> type) {
    return inputs
        .map(
            input -> input.result != null ? input.result : input.label,
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
        .process(new ContractDecoder<>(type, type.getSimpleName()), TypeInformation.of(type));
  }

  private static <T> DataStream<T> nothing(DataStream<Input> inputs, Class<T> type) {
    return inputs.filter(input -> false).map(input -> null, TypeInformation.of(type));
  }

  private NightshiftTopology.Settings settings() throws Exception {
    var store = home.resolve("models/store").toUri();
    ModelRoster roster =
        new ModelRoster(
            new ModelStore(new FlinkModelFiles(store)),
            PromotionRule.of(PromotionRule.Mode.IMMEDIATE),
            Clock.systemUTC());
    String policy = ShopPolicy.of(home.resolve("jobs/policies/shop.yaml"), nights.keySet());
    return new NightshiftTopology.Settings(
        new FeatureOptions(10_000, 720, false, Duration.ofDays(1)),
        new DetectorOptions(null, 2, 3, Duration.ofDays(1)),
        roster.refresh(new ModelCatalog(), status -> {}),
        new StoreScorers(store),
        64,
        50,
        20_000,
        DeclaredCalls.NONE,
        evidence,
        PatternLibrary.shipped(),
        ControlSettings.NOBODY,
        new IncidentOptions("shop.yaml", policy, IncidentSettings.DEFAULT),
        1);
  }

  /** Hands over one step after the other. */
  private static final class Source implements SourceFunction<Input> {

    private static final long serialVersionUID = 1L;
    private volatile boolean cancelled;

    @Override
    public void run(SourceContext<Input> context) throws InterruptedException {
      while (!cancelled) {
        Optional<Step> next = Optional.ofNullable(FEED.poll(1, TimeUnit.SECONDS));
        if (next.isEmpty()) {
          continue;
        }
        Step step = next.get();
        for (Signal signal : step.signals()) {
          Input input = new Input();
          input.signal = signal;
          context.collectWithTimestamp(input, signal.timeMillis());
        }
        for (byte[] result : step.results()) {
          Input input = new Input();
          input.result = result;
          context.collectWithTimestamp(input, step.watermark());
        }
        for (byte[] label : step.labels()) {
          Input input = new Input();
          input.label = label;
          context.collectWithTimestamp(input, step.watermark());
        }
        context.emitWatermark(new Watermark(step.watermark()));
        if (step.watermark() == Long.MAX_VALUE) {
          return;
        }
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** Says how far event time has come through the whole topology. */
  private static final class Decided extends AbstractStreamOperator<Integer>
      implements OneInputStreamOperator<Integer, Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(StreamRecord<Integer> element) {
      // What was decided is told elsewhere.
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
      super.processWatermark(watermark);
      LOCK.lock();
      try {
        decided = watermark.getTimestamp();
        PROGRESS.signalAll();
      } finally {
        LOCK.unlock();
      }
    }
  }
}
