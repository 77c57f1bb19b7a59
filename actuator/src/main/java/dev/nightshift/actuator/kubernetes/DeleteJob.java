package dev.nightshift.actuator.kubernetes;

import dev.nightshift.actuator.action.ActionSpec;
import dev.nightshift.actuator.action.ExecutionGate;
import dev.nightshift.actuator.action.Idempotency;
import dev.nightshift.actuator.action.Order;
import dev.nightshift.actuator.action.ParameterSchema;
import dev.nightshift.actuator.action.ParameterSchema.Parameter;
import dev.nightshift.actuator.action.Risk;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes a job of the target's service that runs too long, with its pods. A job that was made
 * after the decision is another one: it stays.
 */
final class DeleteJob extends RemovalAction<Job> {

  static final ActionSpec SPEC =
      ActionSpec.of(
          "delete_job",
          "delete a job of the service that has run for too long",
          Risk.MEDIUM,
          Idempotency.KEYED,
          false,
          Parameter.required("job", ParameterSchema.NAME, "the name of a Job"),
          Parameter.withDefault(
              "older-than-minutes", "[1-9][0-9]{0,4}", "a number of minutes", "10"));

  private static final String SERVICE = "app.kubernetes.io/name";

  private final Cluster cluster;

  DeleteJob(Cluster cluster, Attempts attempts) {
    super(SPEC, attempts, "the job is gone");
    this.cluster = cluster;
  }

  @Override
  String sentence(Order order, Job job) throws Obstacle {
    checkStuck(order, job);
    return "delete the job " + order.parameter("job") + " and its pods";
  }

  @Override
  String remove(Order order, Job job, ExecutionGate gate, Instant end) throws Obstacle {
    checkStuck(order, job);
    // Only this version of it; the client's default propagation takes its pods along.
    cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .resource(job)
        .lockResourceVersion(job.getMetadata().getResourceVersion())
        .delete();
    return "deleted the job " + order.parameter("job");
  }

  @Override
  Optional<Job> find(Order order) throws Obstacle {
    String name = order.parameter("job");
    Job job =
        cluster
            .client()
            .batch()
            .v1()
            .jobs()
            .inNamespace(cluster.namespace(order))
            .withName(name)
            .get();
    if (job == null || job.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    return created(job).isAfter(order.decidedAt()) ? Optional.empty() : Optional.of(job);
  }

  private void checkStuck(Order order, Job job) throws Obstacle {
    String name = order.parameter("job");
    String service = order.target().service();
    Map<String, String> labels = job.getMetadata().getLabels();
    if (labels == null || !service.equals(labels.get(SERVICE))) {
      throw new Obstacle("the job " + name + " has no label " + SERVICE + "=" + service);
    }
    Ownership.refuseIfGitOps(cluster, job, "delete the job " + name);
    Integer active = job.getStatus() == null ? null : job.getStatus().getActive();
    if (active == null || active == 0) {
      throw new Obstacle("the job " + name + " has no running pod: it is not stuck");
    }
    Duration least = Duration.ofMinutes(Long.parseLong(order.parameter("older-than-minutes")));
    if (created(job).plus(least).isAfter(attempts().now())) {
      throw new Obstacle("the job " + name + " is younger than " + least);
    }
  }

  private static Instant created(Job job) {
    String text = job.getMetadata().getCreationTimestamp();
    return text == null ? Instant.EPOCH : Instant.parse(text);
  }
}
