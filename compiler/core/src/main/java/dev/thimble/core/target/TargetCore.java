package dev.thimble.core.target;

/**
 * What a model is compiled for.
 *
 * @param kernels that run its steps
 * @param costs what they cost
 */
public record TargetCore(KernelSet kernels, CostTable costs) {
    /** Kernels on the core that they were first measured on. */
    public static TargetCore of(KernelSet kernels) {
        return of(kernels, "");
    }

    /** Kernels on a core, such as Cortex-M4. */
    public static TargetCore of(KernelSet kernels, String cpu) {
        return new TargetCore(kernels, CostTable.of(kernels, cpu));
    }
}
