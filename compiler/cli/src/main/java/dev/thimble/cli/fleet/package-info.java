/** {@code thimble fleet}: devices, rounds, records and how they are aggregated. */
package dev.thimble.cli.fleet;
