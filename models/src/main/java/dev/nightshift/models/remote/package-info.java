/**
 * Models that are served elsewhere: how windows are put on the wire, how a request is signed, and
 * what is done when the server does not answer.
 */
package dev.nightshift.models.remote;
