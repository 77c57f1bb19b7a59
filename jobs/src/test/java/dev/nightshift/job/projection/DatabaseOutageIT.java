package dev.nightshift.job.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.contract.IncidentState;
import dev.nightshift.job.config.KafkaSettings.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away in the middle and comes back: nothing is lost. */
@Tag("slow")
class DatabaseOutageIT {

  private static final int INCIDENTS = 40;
  private static final int BEFORE_OUTAGE = 15;
  private static final CountDownLatch OUTAGE = new CountDownLatch(1);

  @TempDir private Path directory;

  @Test
  void everyIncidentIsThereAfterAnOutage() throws Exception {
    try (TestDatabase database = new TestDatabase(directory.resolve("pg"))) {
      DatabaseMigration.migrate(database.url(), "postgres", "", 0);
      Projected projected = new Projected();
      for (int i = 0; i < INCIDENTS; i++) {
        projected.with(
            Uids.INCIDENTS,
            Records.bytes(Records.incident("i" + i, "s", 1, IncidentState.OPEN).build()));
      }
      StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
      ProjectionJob.configure(env);
      env.enableCheckpointing(Projected.CHECKPOINT_MILLIS);
      env.setParallelism(1);
      ProjectionTopology.Inputs all = projected.inputs(env);
      ProjectionTopology.Outputs rows =
          ProjectionTopology.build(
              new ProjectionTopology.Inputs(
                  heldUntilOutage(all.incidents()),
                  all.anomalies(),
                  all.requests(),
                  all.results(),
                  all.feedback(),
                  all.models(),
                  all.automation(),
                  all.notifications(),
                  all.policies()),
              Topics.defaults());
      new DatabaseTables(database.settings()).write(rows);
      JobClient job = env.executeAsync("outage");
      await(() -> database.rows("select id from incidents").size() == BEFORE_OUTAGE);

      database.stop();
      OUTAGE.countDown();
      await(() -> job.getJobStatus().get() == JobStatus.RESTARTING);
      database.start();

      job.getJobExecutionResult().get(90, TimeUnit.SECONDS);
      assertThat(database.rows("select count(*), count(distinct id) from incidents"))
          .containsExactly(INCIDENTS + "|" + INCIDENTS);
    }
  }

  private static DataStream<byte[]> heldUntilOutage(DataStream<byte[]> incidents) {
    int[] seen = {0};
    return incidents
        .map(
            bytes -> {
              if (seen[0]++ == BEFORE_OUTAGE) {
                OUTAGE.await();
              }
              return bytes;
            })
        .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
        .uid("held")
        // In a chain it would hold the writers' thread too.
        .disableChaining();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(90));
    while (!condition.call()) {
      assertThat(Instant.now()).as("still waiting").isBefore(end);
      Thread.sleep(50);
    }
  }
}
