package dev.nightshift.job.operator;

/**
 * Policies that were found valid and are in force from now on.
 *
 * @param file name for error messages
 * @param hash SHA-256 of the text, hexadecimal
 * @param text of the file
 */
public record PolicyUpdate(String file, String hash, String text) {}
