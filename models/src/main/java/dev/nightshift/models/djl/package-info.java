/** Models that DJL serves: TorchScript, by PyTorch. */
package dev.nightshift.models.djl;
