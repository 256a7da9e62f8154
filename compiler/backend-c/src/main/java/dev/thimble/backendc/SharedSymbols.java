package dev.thimble.backendc;

import dev.thimble.backendc.image.Digests;
import dev.thimble.core.target.KernelSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that kernels and tokenizer have in object files. Packages bring them along, and a program may consist of
 * several packages: a name with the set and a digest of its sources means the same in all of them.
 *
 * @param runtime the folder {@code runtime-c}
 * @param kernels the set of the package's kernels
 */
record SharedSymbols(Path runtime, KernelSet kernels) {
    private static final Pattern DEFINITION = Pattern.compile(
            "^THIMBLE_SHARED\\n(?:extern )?(?:const )?\\w+ \\*?(thimble_\\w+)[(\\[]", Pattern.MULTILINE);

    /** What reads updates, or answers a fleet, belongs to a firmware: it is there once, however many models are. */
    private static final List<String> NO_PACKAGES = List.of("update.h", "store.h", "flash.h", "fleet.h");

    /** Eight hexadecimal digits: names stay readable, and two versions of the sources share one by no chance that matters. */
    private static final int DIGEST_BYTES = 4;

    /** The name in object files of everything that packages share, by its name in the sources. */
    Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        RuntimeSources sources = new RuntimeSources(runtime, kernels);
        List<Path> headers = list(runtime.resolve("include/thimble")).stream()
                .filter(header -> NO_PACKAGES.stream().noneMatch(header::endsWith))
                .toList();
        List<Path> tokenizer =
                with(headers, header -> header.endsWith("tokenizer.h"), List.of(sources.tokenizerFolder()));
        List<Path> image = with(headers, header -> header.endsWith("image.h"), List.of(sources.imageFolder()));
        List<Path> train = with(headers, header -> header.endsWith("train.h"), List.of(sources.trainFolder()));
        List<List<Path>> apart = List.of(tokenizer, image, train);
        List<Path> others = with(
                headers, header -> apart.stream().noneMatch(files -> files.contains(header)), sources.kernelFolders());
        add(names, others, "_" + kernels.folder() + "_" + digest(others));
        add(names, tokenizer, "_" + digest(tokenizer));
        add(names, image, "_" + digest(image));
        add(
                names,
                train,
                "_" + kernels.folder() + "_"
                        + digest(Stream.concat(train.stream(), others.stream()).toList()));
        return names;
    }

    /** Everything that a package may hold a copy of: some headers, and all that is in these folders. */
    private static List<Path> with(List<Path> headers, Predicate<Path> wanted, List<Path> folders) {
        return Stream.concat(headers.stream().filter(wanted), folders.stream().flatMap(folder -> list(folder).stream()))
                .toList();
    }

    /** The C files of a folder, sorted. */
    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.[ch]"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Map<String, String> names, List<Path> files, String mark) {
        for (Path file : files) {
            DEFINITION
                    .matcher(new String(RuntimeSources.copy(file), StandardCharsets.UTF_8))
                    .results()
                    .forEach(found -> names.put(found.group(1), found.group(1) + mark));
        }
    }

    private String digest(List<Path> files) {
        MessageDigest digest = Digests.sha256();
        for (Path file : files) {
            String path = runtime.relativize(file).toString().replace('\\', '/');
            byte[] content = RuntimeSources.copy(file);
            digest.update((path + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    }
}
