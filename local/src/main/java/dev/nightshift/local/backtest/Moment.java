package dev.nightshift.local.backtest;

/**
 * Something that happened in the story of an incident.
 *
 * @param at event time
 * @param text for people, one line
 */
record Moment(long at, Kind kind, String text) {

  /** What kind of thing it is, and the word for it in the story. */
  enum Kind {
    NOTICED("noticed"),
    CAME_BACK("came back"),
    THINKS("thinks"),
    WOULD_SAY("would say"),
    WOULD_ASK("would ask"),
    WOULD_DO("would do"),
    THEN("then"),
    ELSE("or else"),
    STOPPED("stopped by"),
    WAITS("waits"),
    WOULD_CALL("would call"),
    HANDED_OVER("hands over"),
    SILENCED("silenced"),
    OTHER("notes"),
    QUIET("quiet"),
    LASTS("lasts");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
