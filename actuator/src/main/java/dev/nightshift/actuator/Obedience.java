package dev.nightshift.actuator;

/** What a genuine halt or resume did. */
enum Obedience {
  /** It is now the word that counts. */
  OBEYED,
  /** Its id was seen before. */
  REPLAYED,
  /** A newer word on its scope stands. */
  OUTDATED
}
