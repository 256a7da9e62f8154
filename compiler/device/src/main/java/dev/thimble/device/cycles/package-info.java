/** Cycles of what a firmware executed, by the timing tables of Arm's manuals: an estimate, no measurement. */
package dev.thimble.device.cycles;
