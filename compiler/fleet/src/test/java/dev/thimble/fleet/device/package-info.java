/**
 * The device's part of a fleet in C ({@code runtime-c/src/fleet} and {@code src/cohort}), held to what this module says of it.
 */
package dev.thimble.fleet.device;
