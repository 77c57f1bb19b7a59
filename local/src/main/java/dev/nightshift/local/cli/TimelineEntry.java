package dev.nightshift.local.cli;

import java.time.Instant;

/** One thing that happened in an incident. */
record TimelineEntry(Instant at, String kind, String author, String summary) {}
