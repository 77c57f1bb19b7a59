/**
 * Everything to make a model: samples and labels in, a network trained on what was normal, its ONNX
 * graph, calibration, a comparison with the champion, and a report out. Knows neither Flink nor
 * Kafka.
 */
package dev.nightshift.training;
