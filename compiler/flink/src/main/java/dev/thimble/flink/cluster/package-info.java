/** Where the job runs. */
package dev.thimble.flink.cluster;
