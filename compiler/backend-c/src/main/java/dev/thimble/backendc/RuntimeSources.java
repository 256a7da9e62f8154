package dev.thimble.backendc;

import dev.thimble.core.kernel.KernelSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of the C runtime that a package holds.
 *
 * @param runtime the folder {@code runtime-c}
 * @param kernels the set whose kernels take precedence over the portable ones
 */
record RuntimeSources(Path runtime, KernelSet kernels) {
    private static final List<String> PUBLIC = List.of("types.h", "fixed.h", "kernels.h", "tokenizer.h");

    /** Contents by path in the package: the public headers, these sources, and what the set's kernels share. */
    Map<String, byte[]> files(Set<String> sources) {
        Map<String, byte[]> files = new TreeMap<>();
        PUBLIC.forEach(header -> files.put(
                "include/thimble/" + header, PackageFolder.copy(runtime.resolve("include/thimble/" + header))));
        sources.forEach(source -> files.put("src/" + source, PackageFolder.copy(kernel(source))));
        shared().forEach(header -> files.put("src/" + header.getFileName(), PackageFolder.copy(header)));
        return files;
    }

    private Path folder(KernelSet set) {
        return runtime.resolve("src").resolve(set.folder());
    }

    /** The kernel of the set, or the portable one that serves where the set has none. */
    private Path kernel(String source) {
        Path own = folder(kernels).resolve(source);
        return Files.isRegularFile(own) ? own : folder(KernelSet.PORTABLE).resolve(source);
    }

    /** Headers of the set; those of the portable folder are among the sources of the files that need them. */
    private List<Path> shared() {
        if (kernels == KernelSet.PORTABLE || !Files.isDirectory(folder(kernels))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder(kernels))) {
            return files.filter(file -> file.toString().endsWith(".h")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
