/** Drives a built model, on the host or in the emulator, over one line protocol. */
package dev.thimble.device.drive;
