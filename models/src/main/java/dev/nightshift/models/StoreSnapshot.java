package dev.nightshift.models;

import java.util.List;
import java.util.Map;

/**
 * What a store holds at one moment.
 *
 * @param models by name, then version, ascending: the newest version of a name comes last
 * @param champions version that each name's champion file points to; it may not exist
 * @param pins version that each name's pin file holds in force; it may not exist
 */
public record StoreSnapshot(
    List<StoredModel> models, Map<String, String> champions, Map<String, String> pins) {}
