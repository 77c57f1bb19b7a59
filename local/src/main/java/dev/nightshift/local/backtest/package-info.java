/**
 * {@code nightshift backtest}: the job over recorded telemetry, acting on nothing.
 *
 * <pre>
 *   recording --> RecordingOperator --> NightshiftTopology --> Heard --> Findings
 *                                                                          |
 *                          Story (words), TimelinePicture (SVG), HtmlReport, ReportJson
 * </pre>
 */
package dev.nightshift.local.backtest;
