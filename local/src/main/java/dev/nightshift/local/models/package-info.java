/** {@code nightshift models}: the model store for people. */
package dev.nightshift.local.models;
