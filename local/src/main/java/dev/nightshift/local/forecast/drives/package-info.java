/** Drive failures from SMART data: a second use of the forecaster. */
package dev.nightshift.local.forecast.drives;
