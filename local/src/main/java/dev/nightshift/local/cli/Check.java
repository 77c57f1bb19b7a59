package dev.nightshift.local.cli;

/**
 * What one check of this machine found.
 *
 * @param name what was looked at
 * @param verdict whether Nightshift can run
 * @param detail what was found
 * @param hint what to do about it; empty when all is well
 */
record Check(String name, Verdict verdict, String detail, String hint) {

  /** How bad it is. */
  enum Verdict {
    /** As it should be. */
    OK,
    /** Nightshift runs, but something will be slow, or short, or in the way. */
    WARNING,
    /** Nightshift does not run. */
    FAILURE
  }

  static Check ok(String name, String detail) {
    return new Check(name, Verdict.OK, detail, "");
  }

  static Check warning(String name, String detail, String hint) {
    return new Check(name, Verdict.WARNING, detail, hint);
  }

  static Check failure(String name, String detail, String hint) {
    return new Check(name, Verdict.FAILURE, detail, hint);
  }
}
