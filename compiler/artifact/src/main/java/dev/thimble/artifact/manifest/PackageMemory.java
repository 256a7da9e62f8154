package dev.thimble.artifact.manifest;

import dev.thimble.core.target.Section;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * The bytes of a package: what its compilation knew, made exact by its build.
 *
 * @param code 0 before the build
 * @param stack 0 before the build
 * @param trainer of what devices train; 0 where they do not
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
        long context,
        long trainer) {

    /** The bytes of all models together, as far as they are known. */
    public static PackageMemory of(Manifest manifest, Results results) {
        PackageMemory compiled = compiled(manifest);
        return results.build().map(compiled::built).orElse(compiled);
    }

    private static PackageMemory compiled(Manifest manifest) {
        return new PackageMemory(
                manifest.budget(),
                sum(manifest, ModelManifest.Memory::weights),
                sum(manifest, ModelManifest.Memory::tables),
                sum(manifest, ModelManifest.Memory::tokenizer),
                0,
                manifest.arenaBytes(each(manifest, ModelManifest.Memory::arena)),
                manifest.arenaBytes(each(manifest, ModelManifest.Memory::lowerBound)),
                manifest.arenaBytes(each(manifest, ModelManifest.Memory::arena))
                        - manifest.arenaBytes(each(manifest, memory -> memory.arena() - memory.gap())),
                0,
                sum(manifest, ModelManifest.Memory::context),
                manifest.models().stream()
                        .mapToLong(model -> model.training().ram())
                        .sum());
    }

    private static LongStream each(Manifest manifest, ToLongFunction<ModelManifest.Memory> part) {
        return manifest.models().stream().map(ModelManifest::memory).mapToLong(part);
    }

    private static long sum(Manifest manifest, ToLongFunction<ModelManifest.Memory> part) {
        return each(manifest, part).sum();
    }

    private PackageMemory built(BuildResult build) {
        return new PackageMemory(
                budget,
                build.weights(),
                build.tables(),
                build.tokenizer(),
                build.code(),
                arena,
                lowerBound,
                gap,
                build.stack(),
                context,
                trainer);
    }

    /** Bytes of a section class; of code and stack 0 before the build. */
    public long of(Section section) {
        return switch (section) {
            case CODE -> code;
            case WEIGHTS -> weights;
            case TABLES -> tables;
            case TOKENIZER -> tokenizer;
            case ARENA -> arena;
            case DATA -> context + trainer;
            case STACK -> stack;
        };
    }

    /** What a memory of the board holds of it. */
    public long in(Manifest.Memory memory) {
        return memory.holds().stream()
                .mapToLong(word -> of(Section.named(word).orElseThrow()))
                .sum();
    }

    /** Bytes of flash. */
    public long flash() {
        return weights + tables + tokenizer + code;
    }

    /** Bytes of RAM. */
    public long ram() {
        return arena + stack + context + trainer;
    }

    /** Both. */
    public long total() {
        return flash() + ram();
    }
}
