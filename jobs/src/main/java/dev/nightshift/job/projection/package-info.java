/**
 * The incident database as a projection of Nightshift's topics: migrations, and the small Flink job
 * that keeps the tables up to date. It stands apart from the deciding job, so that an outage of the
 * database blocks nothing but the projection.
 */
package dev.nightshift.job.projection;
