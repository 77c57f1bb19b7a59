package dev.nightshift.patterns;

import dev.nightshift.patterns.PatternDefinition.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a pattern as a person reads it, as SVG: its stages from top to bottom with their
 * conditions, how each follows the one before, and what they conclude. What must not come is dashed
 * and red, the stage that is blamed has a thick frame.
 */
public final class PatternPicture {

  private static final int WIDTH = 720;
  private static final int MARGIN = 24;
  private static final int LINE = 17;
  private static final int GAP = 44;
  private static final int COLUMNS = 84;

  private final StringBuilder svg = new StringBuilder();
  private int y = MARGIN;

  private PatternPicture() {}

  /** A complete SVG document. */
  public static String svg(PatternDefinition pattern) {
    return new PatternPicture().draw(pattern);
  }

  private String draw(PatternDefinition pattern) {
    text(MARGIN, y += LINE, "title", pattern.name());
    for (String line : wrap(pattern.description())) {
      text(MARGIN, y += LINE, "note", line);
    }
    text(MARGIN, y += LINE, "note", "all within " + duration(pattern.withinMillis()));
    y += LINE;
    for (int i = 0; i < pattern.stages().size(); i++) {
      Stage stage = pattern.stages().get(i);
      if (i > 0) {
        arrow(follows(stage, pattern.stages().get(i - 1)));
      }
      boolean blamed = stage.name().equals(pattern.conclusion().stage());
      box(
          stage.absent() ? "absent" : blamed ? "blamed" : "stage",
          head(stage),
          wrap(stage.where().isEmpty() ? "any" : stage.where()));
    }
    arrow("then");
    box(
        "conclusion",
        pattern.conclusion().faultType() + " at the entity of " + pattern.conclusion().stage(),
        wrap(
            String.format(
                Locale.ROOT,
                "%s (%+.1f log-odds)",
                pattern.conclusion().text(),
                pattern.conclusion().weight())));
    return document();
  }

  private static String head(Stage stage) {
    String times =
        stage.max() == 0
            ? ", " + stage.min() + " times or more"
            : stage.min() > 1 ? ", " + stage.min() + " times" : "";
    return (stage.absent() ? "no " : stage.optional() ? "perhaps " : "")
        + stage.name()
        + " ("
        + stage.kind().name().toLowerCase(Locale.ROOT)
        + times
        + ")";
  }

  private static String follows(Stage stage, Stage before) {
    if (stage.absent()) {
      return "and meanwhile";
    }
    return switch (stage.after()) {
      case NEXT -> "followed at once by";
      case FOLLOWED_BY -> before.absent() ? "before" : "followed by";
      case FOLLOWED_BY_ANY -> "followed by each";
    };
  }

  private void box(String style, String head, List<String> lines) {
    int height = LINE * (lines.size() + 1) + 14;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>%n",
            style,
            MARGIN,
            y,
            WIDTH - 2 * MARGIN,
            height));
    int baseline = y + LINE;
    text(MARGIN + 14, baseline, "head", head);
    for (String line : lines) {
      text(MARGIN + 14, baseline += LINE, "where", line);
    }
    y += height;
  }

  private void arrow(String label) {
    int x = WIDTH / 2;
    svg.append(
        String.format(
            Locale.ROOT,
            "<path class=\"arrow\" d=\"M%d %d V%d\" marker-end=\"url(#tip)\"/>%n",
            x,
            y,
            y + GAP - 7));
    text(x + 12, y + GAP / 2 + 4, "note", label);
    y += GAP;
  }

  private void text(int x, int baseline, String style, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n",
            style,
            x,
            baseline,
            escape(text)));
  }

  private String document() {
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">
        <style>
        rect { fill: #fff; stroke: #456; stroke-width: 1.2 }
        .blamed { stroke-width: 3 }
        .absent { stroke: #b3261e; stroke-dasharray: 6 4 }
        .conclusion { fill: #eaf2ea; stroke: #2e6b34 }
        text { font: 13px sans-serif; fill: #223 }
        .title { font-weight: bold; font-size: 16px }
        .head { font-weight: bold }
        .where { font: 12px monospace; white-space: pre }
        .note { fill: #567 }
        .arrow { stroke: #456; stroke-width: 1.4; fill: none }
        </style>
        <defs><marker id="tip" markerWidth="9" markerHeight="8" refX="1" refY="4" orient="auto">
        <path d="M0 0 L9 4 L0 8 Z" fill="#456"/></marker></defs>
        <rect width="100%%" height="100%%" style="fill:#fafbfc;stroke:none"/>
        %s</svg>
        """,
        WIDTH,
        y + MARGIN,
        WIDTH,
        y + MARGIN,
        svg);
  }

  /** Breaks at blanks; a longer word stays whole. */
  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.trim().split("\\s+", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String duration(long millis) {
    return millis % 60_000 == 0 ? millis / 60_000 + " min" : millis / 1000.0 + " s";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
