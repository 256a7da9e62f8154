/** The rounds of a fleet in a folder: whatever ends the process or fills the disk, no accepted update is lost. */
package dev.thimble.fleet.round;
