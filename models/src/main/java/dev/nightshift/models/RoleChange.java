package dev.nightshift.models;

import dev.nightshift.contract.ModelEvent;

/**
 * A model's role in the job changes.
 *
 * @param event {@code LOADED} as champion or challenger, {@code PROMOTED}, {@code RETIRED} or
 *     {@code ROLLED_BACK}
 * @param role {@code champion}, {@code challenger}, or empty when it has none any more
 * @param reason for people
 */
public record RoleChange(
    String name, String version, ModelEvent event, String role, String reason) {

  public static final String CHAMPION = "champion";
  public static final String CHALLENGER = "challenger";
}
