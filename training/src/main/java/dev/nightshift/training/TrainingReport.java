package dev.nightshift.training;

import dev.nightshift.feature.FeatureDefinition;
import dev.nightshift.models.ModelManifest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The report that goes with a model: {@code report.md} and {@code learning-curve.svg}. */
final class TrainingReport {

  private TrainingReport() {}

  static Map<String, byte[]> files(TrainingResult result) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("report.md", text(result).getBytes(StandardCharsets.UTF_8));
    files.put("learning-curve.svg", curve(result.curve()).getBytes(StandardCharsets.UTF_8));
    return files;
  }

  static String text(TrainingResult result) {
    ModelManifest manifest = result.candidate().manifest();
    StringBuilder out = new StringBuilder();
    out.append("# ").append(manifest.id()).append("\n\n");
    out.append(result.better() ? "To be used: " : "Not to be used: ")
        .append(result.verdict())
        .append(".\n\n");
    out.append("| | candidate | champion |\n| --- | --- | --- |\n");
    Evaluation one = result.evaluation();
    Evaluation other = result.champion();
    row(out, "threshold", one.threshold(), other == null ? null : (double) other.threshold());
    row(out, "false alarms, of normal windows", one.falseAlarmRate(), value(other, 0));
    row(out, "known false alarms repeated", one.repeatedFalseAlarms(), value(other, 1));
    row(out, "windows of known anomalies detected", one.detected(), value(other, 2));
    row(out, "separation (ROC area)", one.separation(), value(other, 3));
    out.append(
        String.format(
            Locale.ROOT,
            "%nTrained on %d windows; compared on %d held-out normal windows, %d of false alarms, "
                + "%d of confirmed anomalies.%n",
            result.trainingWindows(),
            one.normalWindows(),
            one.falseAlarmWindows(),
            one.anomalousWindows()));
    out.append("Data from ")
        .append(Instant.ofEpochMilli(manifest.training().from()))
        .append(" to ")
        .append(Instant.ofEpochMilli(manifest.training().to()))
        .append(", fingerprint `")
        .append(manifest.training().fingerprint())
        .append("`.\nCalibration: ")
        .append(manifest.calibration())
        .append("\n\nFeatures: ")
        .append(
            String.join(", ", manifest.features().stream().map(FeatureDefinition::name).toList()));
    if (manifest.ownRulers()) {
      out.append("\n\nFor many entities: each is measured by its own ruler.");
    }
    if (!result.dropped().isEmpty()) {
      out.append("\n\nAbsent from the data and left out: ")
          .append(String.join(", ", result.dropped()));
    }
    return out.append("\n\n![learning curve](learning-curve.svg)\n").toString();
  }

  private static Double value(Evaluation of, int which) {
    if (of == null) {
      return null;
    }
    return switch (which) {
      case 0 -> of.falseAlarmRate();
      case 1 -> of.repeatedFalseAlarms();
      case 2 -> of.detected();
      default -> of.separation();
    };
  }

  private static void row(StringBuilder out, String name, double one, Double other) {
    out.append("| ").append(name).append(" | ").append(shown(one)).append(" | ");
    out.append(other == null ? "none" : shown(other)).append(" |\n");
  }

  private static String shown(double value) {
    return Double.isNaN(value) ? "no data" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** Error by epoch: training thin, held-out bold. */
  static String curve(List<double[]> epochs) {
    double largest = epochs.stream().mapToDouble(e -> Math.max(e[0], e[1])).max().orElse(1);
    StringBuilder out = new StringBuilder();
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 300\">\n")
        .append("<rect width=\"640\" height=\"300\" fill=\"white\"/>\n")
        .append("<path d=\"M50 20V260H620\" fill=\"none\" stroke=\"black\"/>\n");
    line(out, epochs, 0, largest, "#888888", 1.5);
    line(out, epochs, 1, largest, "#0b6e4f", 3);
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"55\" y=\"18\" font-size=\"13\">mean squared error, at most %.3f: "
                + "training (grey), held-out (green)</text>%n",
            largest));
    out.append("<text x=\"560\" y=\"280\" font-size=\"13\">epoch ")
        .append(epochs.size())
        .append("</text>\n</svg>\n");
    return out.toString();
  }

  private static void line(
      StringBuilder out, List<double[]> epochs, int which, double largest, String ink, double pen) {
    out.append("<polyline fill=\"none\" stroke=\"").append(ink).append("\" stroke-width=\"");
    out.append(pen).append("\" points=\"");
    for (int i = 0; i < epochs.size(); i++) {
      double x = 50 + 570.0 * i / Math.max(1, epochs.size() - 1);
      double y = 260 - 230 * epochs.get(i)[which] / largest;
      out.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    out.append("\"/>\n");
  }
}
