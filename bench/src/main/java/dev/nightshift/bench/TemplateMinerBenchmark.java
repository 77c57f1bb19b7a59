package dev.nightshift.bench;

import dev.nightshift.feature.template.MinerState;
import dev.nightshift.feature.template.TemplateMatch;
import dev.nightshift.feature.template.TemplateMiner;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Lines a second on one core whose templates are known. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class TemplateMinerBenchmark {

  private static final String[] FORMS = {
    "Received block blk_%d of size 67108864 from 10.250.19.%d",
    "PacketResponder %d for block blk_%d terminating",
    "order %d accepted for customer c-%d in 12 ms",
    "GET /api/v1/orders/%d 200 took %d ms",
    "connection to orders-db:5432 opened, %d of %d in use",
    "cache miss for key session:%d:%d, asking the store",
    "retry %d of 3 for payment %d after timeout",
    "checkpoint %d completed in %d ms",
  };

  private final TemplateMiner miner = new TemplateMiner();
  private final MinerState state = new MinerState();
  private final String[] lines = new String[4_096];
  private int next;

  @Setup(Level.Trial)
  public void learn() {
    Random random = new Random(1);
    for (int i = 0; i < lines.length; i++) {
      lines[i] =
          String.format(
              FORMS[random.nextInt(FORMS.length)], random.nextInt(100_000), random.nextInt(250));
      miner.match(state, lines[i]);
    }
  }

  @Benchmark
  public TemplateMatch knownLine() {
    next = (next + 1) % lines.length;
    return miner.match(state, lines[next]);
  }
}
