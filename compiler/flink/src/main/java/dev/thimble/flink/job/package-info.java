/** The job: records are checked and added up where their device belongs, and the sums are merged. */
package dev.thimble.flink.job;
