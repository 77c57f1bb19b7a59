package dev.nightshift.remedy;

/**
 * What an action would touch, as far as it is known; counts of instances.
 *
 * @param instances of the target's service; negative if unknown, then blast radius is left to who
 *     knows it
 * @param healthy how many of them work
 * @param affected how many the action takes down at once
 * @param affectedHealthy how many of these work
 */
public record TargetHealth(int instances, int healthy, int affected, int affectedHealthy) {

  public static final TargetHealth UNKNOWN = new TargetHealth(-1, -1, -1, -1);
}
