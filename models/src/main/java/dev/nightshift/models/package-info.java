/**
 * Everything to use a model: its manifest, the store it lies in, the checks it has to pass, the
 * ONNX Runtime session that scores with it, and the rule by which a newer version takes over. Knows
 * neither Flink nor training.
 */
package dev.nightshift.models;
