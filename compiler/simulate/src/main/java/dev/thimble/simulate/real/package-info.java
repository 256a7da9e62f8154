/** Devices of a simulated fleet that run the C that was generated: programs of this machine, and firmware in an emulator. */
package dev.thimble.simulate.real;
