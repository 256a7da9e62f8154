/** Reads Thumb code: the instructions of a linked firmware, who calls whom, and the worst-case stack. */
package dev.thimble.device.analysis.thumb;
