package dev.nightshift.local.shop.api;

/**
 * What is sent back.
 *
 * @param code HTTP status
 * @param status {@code succeeded}, {@code failed}, {@code executing}, or {@code refused} where
 *     nothing was tried
 */
record Answer(int code, String status, String detail) {

  static Answer refused(int code, String detail) {
    return new Answer(code, "refused", detail);
  }
}
