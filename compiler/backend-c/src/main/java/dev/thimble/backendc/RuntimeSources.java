package dev.thimble.backendc;

import dev.thimble.core.target.KernelSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the C runtime that a package holds.
 *
 * @param runtime the folder {@code runtime-c}
 * @param kernels the set that says which of the files with one name is taken
 */
record RuntimeSources(Path runtime, KernelSet kernels) {
    /** What users see. */
    private static final String PUBLIC = "thimble/types.h";

    /** What sources find beside them, so that those of two packages in one program do not see each other's. */
    private static final List<String> PRIVATE = List.of(
            "thimble/fixed.h",
            "thimble/instrument.h",
            "thimble/kernels.h",
            "thimble/sections.h",
            "thimble/tokenizer.h");

    /** What reads an image, and the header that only models with one need. */
    static final List<String> IMAGE_SOURCES = List.of("image.c", "image_digest.c", "sha256.c");

    /** What trains, and the header that only models that are trained need. */
    static final List<String> TRAIN_SOURCES =
            List.of("train_image.c", "train_matrix.c", "train_replay.c", "train_round.c", "train_softmax.c", "exp2.c");

    /** What adapters need besides. */
    static final List<String> ADAPTER_SOURCES = List.of("train_adapter.c", "train_frozen.c", "train_norm.c");

    private static final String TRAIN_HEADER = "thimble/train.h";

    static final String IMAGE_HEADER = "thimble/image.h";

    /** What an application that updates its models includes, and what it gives. */
    private static final List<String> UPDATE_HEADERS =
            List.of("thimble/update.h", "thimble/store.h", "thimble/flash.h");

    /** What an application includes that takes part in a fleet. */
    private static final String FLEET_HEADER = "thimble/fleet.h";

    private static final Pattern OWN_HEADER = Pattern.compile("^#include \"(\\w+\\.h)\"$", Pattern.MULTILINE);

    /** Contents by path in the package: the headers, these sources, and the headers that only they include. */
    Map<String, byte[]> files(Set<String> sources) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("include/" + PUBLIC, header(PUBLIC));
        PRIVATE.forEach(header -> files.put("src/" + header, header(header)));
        if (sources.containsAll(IMAGE_SOURCES)) {
            files.put("src/" + IMAGE_HEADER, header(IMAGE_HEADER));
        }
        if (sources.containsAll(TRAIN_SOURCES)) {
            files.put("src/" + TRAIN_HEADER, header(TRAIN_HEADER));
        }
        sources.forEach(source -> add(source, files));
        return files;
    }

    /** The same for what takes updates: it belongs to a firmware, and is there once, however many models are. */
    Map<String, byte[]> updater() {
        Map<String, byte[]> files = new TreeMap<>();
        UPDATE_HEADERS.forEach(header -> files.put("include/" + header, header(header)));
        copyAll("src/update", files);
        copyAll("src/store", files);
        return files;
    }

    /** The same for what answers a fleet; it needs the other, too. */
    Map<String, byte[]> fleet() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("include/" + FLEET_HEADER, header(FLEET_HEADER));
        copyAll("src/fleet", files);
        return files;
    }

    /** All C files of a folder. */
    private void copyAll(String folder, Map<String, byte[]> files) {
        SharedSymbols.list(runtime.resolve(folder)).forEach(file -> files.put("src/" + file.getFileName(), copy(file)));
    }

    private byte[] header(String name) {
        return copy(runtime.resolve("include").resolve(name));
    }

    private void add(String source, Map<String, byte[]> files) {
        byte[] content = copy(source(source));
        if (files.put("src/" + source, content) == null) {
            OWN_HEADER
                    .matcher(new String(content, StandardCharsets.UTF_8))
                    .results()
                    .forEach(include -> add(include.group(1), files));
        }
    }

    static byte[] copy(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of the first folder that has one; where none does, of the last, and it is then reported missing. */
    private Path source(String name) {
        Path tokenizer = tokenizerFolder().resolve(name);
        return Stream.concat(kernelFolders().stream(), Stream.of(imageFolder(), trainFolder()))
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(tokenizer);
    }

    /** Where the kernels are: the folders of the sets, those of the own set first, then what several sets are made of. */
    List<Path> kernelFolders() {
        Path folders = runtime.resolve("src");
        return Stream.concat(kernels.sources().stream().map(set -> "kernels/" + set.folder()), Stream.of("blocks"))
                .map(folders::resolve)
                .toList();
    }

    /** Where what reads an image is. */
    Path imageFolder() {
        return runtime.resolve("src/image");
    }

    /** Where what trains is. */
    Path trainFolder() {
        return runtime.resolve("src/train");
    }

    /** Where the tokenizer is. */
    Path tokenizerFolder() {
        return runtime.resolve("src/tokenizer");
    }
}
