/** {@code nightshift evaluate-forecast}: forecasts held against straight lines. */
package dev.nightshift.local.forecast;
