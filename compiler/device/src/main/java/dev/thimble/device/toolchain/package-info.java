/** Finds the compilers and the emulator, and builds packages for the host and for boards. */
package dev.thimble.device.toolchain;
