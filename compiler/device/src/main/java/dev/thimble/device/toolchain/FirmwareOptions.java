package dev.thimble.device.toolchain;

import java.util.Optional;

/**
 * How to build for a board.
 *
 * @param optimization speed or size
 * @param instrumentation what it tells besides answers
 * @param stackBytes stack to reserve, a multiple of 8
 * @param updates what it has besides, if it takes updates
 */
public record FirmwareOptions(
        Optimization optimization, Instrumentation instrumentation, int stackBytes, Optional<FirmwareUpdates> updates) {

    /** For speed, without instrumentation, with 16 KiB of stack, without updates. */
    public static FirmwareOptions plain() {
        return new FirmwareOptions(Optimization.SPEED, Instrumentation.NONE, 16 * 1024, Optional.empty());
    }

    /** The same with every value printed for requests that ask for it. */
    public FirmwareOptions traced() {
        return instrumented(Instrumentation.TRACE);
    }

    /** The same with the instructions of every step printed for requests that ask for it. */
    public FirmwareOptions profiled() {
        return instrumented(Instrumentation.PROFILE);
    }

    private FirmwareOptions instrumented(Instrumentation chosen) {
        return new FirmwareOptions(optimization, chosen, stackBytes, updates);
    }

    /** The same for another goal. */
    public FirmwareOptions optimized(Optimization chosen) {
        return new FirmwareOptions(chosen, instrumentation, stackBytes, updates);
    }

    /** The same with another stack. */
    public FirmwareOptions withStack(int bytes) {
        return new FirmwareOptions(optimization, instrumentation, bytes, updates);
    }

    /** The same with updates, if there are any. */
    public FirmwareOptions withUpdates(Optional<FirmwareUpdates> taken) {
        return new FirmwareOptions(optimization, instrumentation, stackBytes, taken);
    }
}
