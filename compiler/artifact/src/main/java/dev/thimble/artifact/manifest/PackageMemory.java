package dev.thimble.artifact.manifest;

/**
 * The bytes of a package: what its compilation knew, made exact by its build.
 *
 * @param code 0 before the build
 * @param stack 0 before the build
 */
public record PackageMemory(
        long budget,
        long weights,
        long tables,
        long tokenizer,
        long code,
        long arena,
        long lowerBound,
        long gap,
        long stack,
        long context) {

    /** The bytes as far as they are known. */
    public static PackageMemory of(Manifest manifest, Results results) {
        Manifest.Memory known = manifest.memory();
        return results.build()
                .map(build -> of(known, build))
                .orElseGet(() -> of(known, known.weights(), known.tables(), known.tokenizer(), 0, 0));
    }

    private static PackageMemory of(Manifest.Memory known, BuildResult build) {
        return of(known, build.weights(), build.tables(), build.tokenizer(), build.code(), build.stack());
    }

    private static PackageMemory of(
            Manifest.Memory known, long weights, long tables, long tokenizer, long code, long stack) {
        return new PackageMemory(
                known.budget(),
                weights,
                tables,
                tokenizer,
                code,
                known.arena(),
                known.lowerBound(),
                known.gap(),
                stack,
                known.context());
    }

    /** Bytes of flash. */
    public long flash() {
        return weights + tables + tokenizer + code;
    }

    /** Bytes of RAM. */
    public long ram() {
        return arena + stack + context;
    }

    /** Both. */
    public long total() {
        return flash() + ram();
    }
}
