package dev.nightshift.job.operator;

import dev.nightshift.incident.IncidentMachine;
import dev.nightshift.incident.IncidentSettings;
import dev.nightshift.remedy.PolicyFile;
import java.io.Serializable;

/**
 * What the incident life cycle needs, in the form that travels to the tasks: the text of the
 * policies, which each task compiles for itself.
 *
 * @param policyFile name for error messages
 */
public record IncidentOptions(String policyFile, String policies, IncidentSettings settings)
    implements Serializable {

  /** The same with other policies. */
  IncidentOptions with(PolicyUpdate update) {
    return new IncidentOptions(update.file(), update.text(), settings);
  }

  public IncidentMachine machine() {
    return new IncidentMachine(settings, PolicyFile.parse(policyFile, policies));
  }
}
