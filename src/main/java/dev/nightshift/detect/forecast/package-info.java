/**
 * When a resource will be used up: robust trends, held against a declared limit.
 *
 * <p>Pure; knows neither where values come from nor what follows from a forecast.
 */
package dev.nightshift.detect.forecast;
