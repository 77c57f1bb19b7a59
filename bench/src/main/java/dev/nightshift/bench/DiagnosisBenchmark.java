package dev.nightshift.bench;

import dev.nightshift.contract.Anomaly;
import dev.nightshift.contract.AnomalyPhase;
import dev.nightshift.contract.Contribution;
import dev.nightshift.contract.Diagnosis;
import dev.nightshift.diagnose.CallEdge;
import dev.nightshift.diagnose.Diagnoser;
import dev.nightshift.diagnose.DiagnoserSettings;
import dev.nightshift.diagnose.DiagnoserState;
import dev.nightshift.diagnose.GraphState;
import dev.nightshift.diagnose.ServiceGraph;
import dev.nightshift.diagnose.SystemEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the deciding anomaly to the diagnosis, in a system of 500 services and 5,000 edges. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class DiagnosisBenchmark {

  private static final int SERVICES = 500;
  private static final int EDGES = 5_000;
  private static final long START = 1_790_000_000_000L;

  /** Anomalies of the problem; 200 is the most that one keeps. */
  @Param({"20", "200"})
  public int anomalies;

  private final ServiceGraph graph = new ServiceGraph();
  private final Diagnoser diagnoser = new Diagnoser(DiagnoserSettings.DEFAULT, graph);
  private final GraphState calls = new GraphState();
  private DiagnoserState state;

  /** Each service calls services with a higher number, so that blame has a direction. */
  @Setup(Level.Trial)
  public void connect() {
    Random random = new Random(1);
    while (calls.edges.size() < EDGES) {
      int caller = random.nextInt(SERVICES - 1);
      int callee = caller + 1 + random.nextInt(SERVICES - 1 - caller);
      graph.observe(
          calls, new CallEdge("prod.shop", name(caller), name(callee), START, 100, 1, 500));
      if (calls.refused > 0) {
        throw new IllegalStateException("the graph has no room for " + EDGES + " edges");
      }
    }
  }

  @Setup(Level.Invocation)
  public void gather() {
    state = new DiagnoserState();
    state.graph = calls;
    for (int i = 1; i < anomalies; i++) {
      diagnoser.accept(state, SystemEvent.of(anomaly(SERVICES - 1 - i, START + 1_000L * i)));
    }
  }

  /** The deciding anomaly is the last one; the diagnosis is due when its time has settled. */
  @Benchmark
  public List<Diagnosis> diagnose() {
    diagnoser.accept(state, SystemEvent.of(anomaly(SERVICES - 1, START + 500)));
    return diagnoser.advance(state, START + 3_600_000L);
  }

  private static Anomaly anomaly(int service, long at) {
    return Anomaly.newBuilder()
        .setId("a-" + service)
        .setSystem("prod.shop")
        .setEntity(name(service))
        .setPhase(AnomalyPhase.OPENED)
        .setOnset(at)
        .setUpdated(at)
        .setPeakAt(at)
        .setPeakScore(6f)
        .setThreshold(2f)
        .setModel("bench")
        .setContributions(
            new ArrayList<>(
                List.of(
                    new Contribution("latency_p99", 3f, 6f, 3f),
                    new Contribution("error_ratio", 2f, 0.2f, 0.01f))))
        .build();
  }

  private static String name(int service) {
    return "prod.shop/service-" + service;
  }
}
