package dev.thimble.pipeline.fit;

import dev.thimble.pipeline.precision.BitCosts;
import java.util.function.Supplier;

/** Where measured costs are kept, so that a search that was interrupted need not measure them again. */
@FunctionalInterface
public interface CostMemory {

    /** Those that are kept; or those that are measured now, and are kept from now on. */
    BitCosts costs(Supplier<BitCosts> measured);
}
