package dev.nightshift.feature.template;

/**
 * The template of one log record.
 *
 * @param id 16 hexadecimal digits, the same wherever the template was first seen with the same
 *     words
 * @param template its words with {@code <*>} for what varies
 * @param isNew whether no earlier record had it; never during the warm-up
 */
public record TemplateMatch(String id, String template, boolean isNew) {}
