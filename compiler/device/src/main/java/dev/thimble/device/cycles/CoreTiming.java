package dev.thimble.device.cycles;

import java.util.Optional;

/**
 * What instructions take on a core, in cycles, where no memory makes it wait (docs/decisions/0037). Interrupts, and what other
 * masters of a bus take, are not in it.
 */
public sealed interface CoreTiming permits Armv6mTiming, Armv7mTiming {
    /**
     * Of an instruction behind which the next one in memory runs.
     *
     * @param before that ran before it, and lies before it; nothing where a branch led to it
     */
    int cycles(Timed instruction, Optional<Timed> before);

    /** Further ones where the next instruction that runs is another one. */
    int refill(Timed instruction);

    /** Further ones of an access at an address that is no multiple of its size. */
    int unaligned();

    /**
     * That of a core whose manual has a table.
     *
     * @param cpu such as Cortex-M4
     */
    static Optional<CoreTiming> of(String cpu) {
        return switch (cpu) {
            case "Cortex-M0" -> Optional.of(Armv6mTiming.CORTEX_M0);
            case "Cortex-M0+" -> Optional.of(Armv6mTiming.CORTEX_M0_PLUS);
            case "Cortex-M3" -> Optional.of(Armv7mTiming.CORTEX_M3);
            case "Cortex-M4" -> Optional.of(Armv7mTiming.CORTEX_M4);
            default -> Optional.empty();
        };
    }
}
