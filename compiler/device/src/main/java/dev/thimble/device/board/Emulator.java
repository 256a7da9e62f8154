package dev.thimble.device.board;

/**
 * How QEMU emulates a board.
 *
 * @param machine the name behind {@code -M}
 * @param icountShift an instruction takes 2^this nanoseconds of virtual time; board.c counts with it
 */
public record Emulator(String machine, int icountShift) {}
