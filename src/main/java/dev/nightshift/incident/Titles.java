package dev.nightshift.incident;

import dev.nightshift.contract.Incident;
import dev.nightshift.telemetry.Entity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.Locale;

/**
 * The one line for people: {@code orders: error_ratio 0.24 (usual 0.001); root cause bad_deployment
 * of orders 0.91}.
 */
final class Titles {

  private Titles() {}

  static String of(IncidentEntry entry) {
    Incident incident = entry.incident;
    String symptom =
        entry.symptoms.stream()
            .max(Comparator.comparingDouble(Symptom::severity).thenComparing(Symptom::id))
            .map(Titles::symptom)
            .orElse(incident.getSystem());
    if (incident.getRootCause().isEmpty()) {
      return symptom;
    }
    return String.format(
        Locale.ROOT,
        "%s; root cause %s of %s %.2f",
        symptom,
        incident.getFaultType(),
        service(incident.getRootCause()),
        incident.getConfidence());
  }

  private static String symptom(Symptom symptom) {
    String service = service(symptom.entity());
    if (symptom.predicted()) {
      return service + ": " + symptom.forecast();
    }
    if (symptom.feature().isEmpty()) {
      return String.format(
          Locale.ROOT, "%s: %.1f times its threshold", service, symptom.severity());
    }
    String usual =
        Float.isFinite(symptom.usual()) ? " (usual " + number(symptom.usual()) + ")" : "";
    String value = Float.isFinite(symptom.value()) ? " " + number(symptom.value()) : " missing";
    return service + ": " + symptom.feature() + value + usual;
  }

  private static String service(String entity) {
    Entity parsed = Entity.parse(entity);
    return parsed.instance().isEmpty()
        ? parsed.service()
        : parsed.service() + "/" + parsed.instance();
  }

  private static String number(float value) {
    return value == 0
        ? "0"
        : new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
