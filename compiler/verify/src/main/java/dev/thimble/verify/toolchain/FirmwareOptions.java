package dev.thimble.verify.toolchain;

/**
 * How to build for a board.
 *
 * @param optimization speed or size
 * @param trace with every value printed for requests that ask for it
 * @param stackBytes stack to reserve, a multiple of 8
 */
public record FirmwareOptions(Optimization optimization, boolean trace, int stackBytes) {

    /** For speed, without trace, with 16 KiB of stack. */
    public static FirmwareOptions plain() {
        return new FirmwareOptions(Optimization.SPEED, false, 16 * 1024);
    }

    /** The same with trace. */
    public FirmwareOptions traced() {
        return new FirmwareOptions(optimization, true, stackBytes);
    }

    /** The same with another stack. */
    public FirmwareOptions withStack(int bytes) {
        return new FirmwareOptions(optimization, trace, bytes);
    }
}
