/**
 * Policies and safety: what may be done, how far automation goes alone, and who may order it
 * otherwise. Shared by the job, which decides, and the actuator, which acts.
 */
package dev.nightshift.remedy;
