package dev.nightshift.job.operator;

import dev.nightshift.incident.Conduct;
import dev.nightshift.incident.IncidentMachine;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.remedy.PolicyFile;
import java.io.Serializable;

/**
 * What the incident life cycle needs, in the form that travels to the tasks: the text of the
 * policies, which each task compiles for itself.
 *
 * @param policyFile name for error messages
 * @param conduct whether decisions are carried out
 */
public record IncidentOptions(
    String policyFile, String policies, IncidentSettings settings, Conduct conduct)
    implements Serializable {

  /** Of a running job. */
  public IncidentOptions(String policyFile, String policies, IncidentSettings settings) {
    this(policyFile, policies, settings, Conduct.REAL);
  }

  /** The same with other policies. */
  IncidentOptions with(PolicyUpdate update) {
    return new IncidentOptions(update.file(), update.text(), settings, conduct);
  }

  public IncidentMachine machine() {
    return new IncidentMachine(settings, PolicyFile.parse(policyFile, policies), conduct);
  }
}
