/** report.json and report.html. */
package dev.thimble.artifact.report;
