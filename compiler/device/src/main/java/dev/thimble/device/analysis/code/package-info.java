/** Reads linked code, of Thumb and of RISC-V: its instructions, who calls whom, and the worst-case stack. */
package dev.thimble.device.analysis.code;
