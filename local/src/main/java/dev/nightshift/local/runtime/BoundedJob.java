package dev.nightshift.local.runtime;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** A job over data that ends, on a Flink cluster of its own inside this process. */
public final class BoundedJob {

  private static final Duration RPC_TIMEOUT = Duration.ofMinutes(2);
  private static final int MANAGED_MEBIBYTES = 16;

  private BoundedJob() {}

  /** An environment in which the first failure ends the job. */
  public static StreamExecutionEnvironment environment(int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(MANAGED_MEBIBYTES));
    // A machine that is busy with other things makes the run slow, not wrong.
    configuration.set(RpcOptions.ASK_TIMEOUT_DURATION, RPC_TIMEOUT);
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
  }

  /** A stream that ends at once. */
  public static <T> DataStream<T> nothing(StreamExecutionEnvironment environment, Class<T> type) {
    return environment
        .fromSequence(1, 1)
        .flatMap((Long one, Collector<T> out) -> {}, TypeInformation.of(type));
  }
}
