package dev.nightshift.job.audit;

/**
 * One committed record of a topic that is audited.
 *
 * @param topic with its partition the name of the chain
 * @param position offset in the partition: grows along the chain, with gaps
 * @param at when the broker has it from, milliseconds since the epoch
 * @param record in words, for people; empty if it cannot be read
 * @param payload as it lay in the topic
 */
public record AuditRow(
    String topic, int partition, long position, long at, String record, byte[] payload) {}
