package dev.nightshift.diagnose.evidence;

/**
 * Something that was changed on purpose, or an alarm that another system raised. A POJO.
 *
 * @param service entity key, service level
 * @param kind as {@link dev.nightshift.telemetry.ChangeEvent#kind}
 * @param id the change's own id; may be empty
 * @param summary for people
 */
public record Change(String service, String kind, String id, String summary, long timeMillis) {}
