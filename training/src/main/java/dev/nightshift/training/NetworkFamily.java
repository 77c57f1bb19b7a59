package dev.nightshift.training;

/** Shapes of autoencoder, all trained and judged alike. */
public enum NetworkFamily {
  /** Layers over the whole window at once: sees any relation between steps; the default. */
  DENSE,
  /** Convolutions over time, three steps wide: the same relation at any place in the window. */
  CONV,
  /** Gated recurrent units (Cho et al., 2014), step by step: cheap to widen, slow to score. */
  GRU
}
