package dev.nightshift.patterns;

import java.util.List;

/**
 * All pattern files in force, as their authors wrote them: what a running job is told, and keeps in
 * broadcast state. Text, so that a new field in the language changes no stored format.
 */
public record PatternSet(List<PatternLibrary.Source> files) {}
