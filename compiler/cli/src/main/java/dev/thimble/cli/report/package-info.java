/** report.json and report.html. */
package dev.thimble.cli.report;
