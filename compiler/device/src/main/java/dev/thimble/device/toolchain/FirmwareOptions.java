package dev.thimble.device.toolchain;

/**
 * How to build for a board.
 *
 * @param optimization speed or size
 * @param instrumentation what it tells besides answers
 * @param stackBytes stack to reserve, a multiple of 8
 */
public record FirmwareOptions(Optimization optimization, Instrumentation instrumentation, int stackBytes) {

    /** For speed, without instrumentation, with 16 KiB of stack. */
    public static FirmwareOptions plain() {
        return new FirmwareOptions(Optimization.SPEED, Instrumentation.NONE, 16 * 1024);
    }

    /** The same with every value printed for requests that ask for it. */
    public FirmwareOptions traced() {
        return new FirmwareOptions(optimization, Instrumentation.TRACE, stackBytes);
    }

    /** The same with the instructions of every step printed for requests that ask for it. */
    public FirmwareOptions profiled() {
        return new FirmwareOptions(optimization, Instrumentation.PROFILE, stackBytes);
    }

    /** The same with another stack. */
    public FirmwareOptions withStack(int bytes) {
        return new FirmwareOptions(optimization, instrumentation, bytes);
    }
}
