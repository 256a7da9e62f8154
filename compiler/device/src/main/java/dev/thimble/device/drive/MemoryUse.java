package dev.thimble.device.drive;

/**
 * Memory that a device really used, in bytes; stack figures are 0 on the host.
 *
 * @param stackPeak most stack in use since boot
 * @param stackAtCall stack in use where the model was last called
 * @param arena the model's arena
 */
public record MemoryUse(int stackPeak, int stackAtCall, int arena) {

    /** Stack that the call of the model used. */
    public int stackOfCall() {
        return stackPeak - stackAtCall;
    }
}
