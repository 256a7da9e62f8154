/** A round of a fleet, aggregated by Apache Flink. */
package dev.thimble.flink;
