/** Commands with which people read the incident database and speak to the running system. */
package dev.nightshift.local.cli;
