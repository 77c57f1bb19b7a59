/** Models that TensorFlow computes: SavedModels. */
package dev.nightshift.models.tensorflow;
