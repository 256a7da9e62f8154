package dev.thimble.device.toolchain;

import dev.thimble.core.target.KernelSet;
import dev.thimble.core.target.KernelSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program {@code runtime-c/test/kernel_check.c}: an instruction set's kernels beside the portable ones, which are
 * compiled under other names.
 *
 * @param root the checkout
 * @param kernels the set
 * @param compiler the C compiler
 * @param flags what selects the kernels' machine
 * @param programFlags what selects that of the program around them
 * @param layers where the headers are of what the program runs on
 * @param folder where objects go
 */
record KernelCheck(
        Path root,
        KernelSet kernels,
        Path compiler,
        List<String> flags,
        List<String> programFlags,
        List<Path> layers,
        Path folder) {
    private static final List<String> SOURCES = List.of(
            "linear.c", "linear_twofold.c", "norm.c", "attention.c", "convolution.c", "element.c", "chosen_lookup.c");
    private static final List<String> ENTRY_POINTS = List.of(
            "linear_s8",
            "linear_s16",
            "linear_twofold_s8",
            "linear_twofold_s16",
            "layer_norm_s8",
            "layer_norm_s16",
            "rms_norm_s8",
            "rms_norm_s16",
            "attention_s8",
            "convolution_s8",
            "lookup_s8",
            "chosen_lookup_s8",
            "chosen_lookup_fits",
            "add_s8",
            "add_s16");
    /** What reads weights in pairs, where a set has it. */
    private static final String PAIRS = "linear_paired.c";

    /** What reads weights of 4 bits in words, where a set has it. */
    private static final String FOURFOLD = "linear_fourfold.c";

    /** All objects, with those of the program that runs the check. */
    List<Path> objects(int rounds, List<Path> harness) throws IOException {
        List<Path> objects = new ArrayList<>();
        objects.addAll(compile("portable", flags, renames(), sources(KernelSets.PORTABLE)));
        List<Path> own = new ArrayList<>(sources(kernels));
        own.add(source(KernelSets.PORTABLE, "exp2.c"));
        int pairs = addIfThere(PAIRS, own);
        int fourfold = addIfThere(FOURFOLD, own);
        objects.addAll(compile("own", flags, List.of(), own));
        List<String> defines = List.of(
                "-DTHIMBLE_CHECK_ROUNDS=" + rounds + "u",
                "-DTHIMBLE_CHECK_PAIRS=" + pairs,
                "-DTHIMBLE_CHECK_FOURFOLD=" + fourfold);
        List<Path> program = new ArrayList<>(harness);
        program.add(root.resolve("runtime-c/test/kernel_check.c"));
        objects.addAll(compile("program", programFlags, defines, program));
        return objects;
    }

    /** 1 where the set has a file of that name itself, which then is one of the sources. */
    private int addIfThere(String name, List<Path> sources) {
        boolean there = Files.exists(source(kernels, name));
        if (there) {
            sources.add(source(kernels, name));
        }
        return there ? 1 : 0;
    }

    private List<Path> compile(String part, List<String> core, List<String> more, List<Path> sources)
            throws IOException {
        List<String> all = new ArrayList<>(Compilation.STRICT);
        all.addAll(core);
        all.addAll(more);
        all.add("-I" + root.resolve("runtime-c/include"));
        layers.forEach(layer -> all.add("-I" + layer));
        all.add("-I" + root.resolve("runtime-c/src/kernels/portable"));
        all.add("-I" + root.resolve("runtime-c/src/blocks"));
        all.add("-ffunction-sections");
        Path objects = Files.createDirectories(folder.resolve(part));
        return new Compilation(compiler, all, objects).compile(sources);
    }

    private static List<String> renames() {
        return ENTRY_POINTS.stream()
                .map(name -> "-Dthimble_" + name + "=portable_" + name)
                .toList();
    }

    private List<Path> sources(KernelSet set) {
        return SOURCES.stream()
                .map(name -> set.sources().stream()
                        .map(from -> source(from, name))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private Path source(KernelSet set, String name) {
        return root.resolve("runtime-c/src/kernels").resolve(set.folder()).resolve(name);
    }
}
