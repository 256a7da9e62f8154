package dev.thimble.backendc.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backendc.CompiledOnce;
import dev.thimble.backendc.Constants;
import dev.thimble.backendc.Programs;
import dev.thimble.core.reference.IntegerExecutor;
import dev.thimble.core.target.KernelSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose constants are given at run time, as images at any address, under the sanitizers. */
class ImageTest {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private static final List<Long> SEEDS = List.of(3L, 10L, 21L, 32L);

    /** Where images lie: 0, 4, 8 and 12 bytes behind a multiple of 16, which is what malloc returns. */
    private static final int ADDRESSES = 4;

    @TempDir
    Path folder;

    /** The same C serves the image that is linked with it and that of the file; both have the same bytes. */
    @ParameterizedTest
    @MethodSource("dev.thimble.core.target.KernelSets#all")
    void imagesAtAnyAddressComputeTheReferencesBits(KernelSet kernels) throws IOException, InterruptedException {
        List<RandomModel> models =
                SEEDS.stream().map(seed -> RandomModel.of(seed, kernels)).toList();
        Map<RandomModel, List<String>> sources = new LinkedHashMap<>();
        for (RandomModel model : models) {
            sources.put(model, write(model));
        }
        for (RandomModel model : models) {
            link(compiled(model, sources.get(model)));
            assertThat(Programs.output(folder, List.of("./program", model.name() + "_image.bin")))
                    .as(model.describe())
                    .isEqualTo(expected(model));
        }
    }

    /** Writes a package; its C files and its harness. Kernels of one set are the same in every package. */
    private List<String> write(RandomModel model) throws IOException {
        Map<String, byte[]> files =
                new TreeMap<>(model.code(ROOT, Constants.LOADED).files());
        files.put("src/" + model.name() + "_harness.c", harness(model).getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (file.getKey().startsWith("src/") && Files.exists(path)) {
                assertThat(path).hasBinaryContent(file.getValue());
            }
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return files.keySet().stream()
                .filter(file -> file.matches("src/.*\\.c"))
                .toList();
    }

    /** A program of one package's objects and no others. */
    private void link(List<String> objects) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gcc", "-o", "program"));
        command.addAll(CompiledOnce.SANITIZED);
        command.addAll(objects);
        assertThat(Programs.output(folder, command)).isEmpty();
    }

    private List<String> compiled(RandomModel model, List<String> sources) throws IOException, InterruptedException {
        return CompiledOnce.sanitized(List.of(), List.of(folder.resolve("include")))
                .objects(
                        Files.createDirectories(folder.resolve(model.name() + "-objects")),
                        sources.stream().map(folder::resolve).toList());
    }

    /** For each input a line from the linked image and one from each address. */
    private static String expected(RandomModel model) {
        IntegerExecutor reference = new IntegerExecutor(model.integers());
        return model.inputs().stream()
                .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
                .map(ids -> IntStream.of(reference.logits(ids))
                        .mapToObj(logit -> " " + logit)
                        .collect(Collectors.joining("", "", "\n")))
                .map(line -> line.repeat(1 + ADDRESSES))
                .collect(Collectors.joining());
    }

    private static String harness(RandomModel model) {
        String sequences = model.inputs().stream()
                .map(ids -> ids.stream().map(String::valueOf).collect(Collectors.joining(", ", "    {", "},\n")))
                .collect(Collectors.joining());
        String lengths =
                model.inputs().stream().map(ids -> String.valueOf(ids.size())).collect(Collectors.joining(", "));
        return HARNESS.formatted(model.name(), model.name().toUpperCase(Locale.ROOT), ADDRESSES, sequences, lengths);
    }

    private static final String HARNESS = """
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>

            #include "%1$s.h"
            #include "%1$s_constants.h"

            static const uint16_t ids[][THIMBLE_%2$s_MAX_TOKENS] = {
            %4$s};
            static const size_t lengths[] = {%5$s};

            static void require(int condition, const char *what)
            {
                if (!condition) {
                    fprintf(stderr, "broken: %%s\\n", what);
                    exit(1);
                }
            }

            static void refuse(thimble_%1$s_t *ctx, uint8_t *image, void *arena)
            {
                const size_t size = THIMBLE_%2$s_IMAGE_BYTES;
                const size_t room = THIMBLE_%2$s_ARENA_BYTES;
                require(thimble_%1$s_open(NULL, image, size, arena, room) == THIMBLE_ERROR_ARGUMENT, "context");
                require(thimble_%1$s_open(ctx, NULL, size, arena, room) == THIMBLE_ERROR_IMAGE, "no image");
                require(thimble_%1$s_open(ctx, image + 2, size, arena, room) == THIMBLE_ERROR_IMAGE, "odd image");
                require(thimble_%1$s_open(ctx, image, size - 1, arena, room) == THIMBLE_ERROR_IMAGE, "cut image");
                require(thimble_%1$s_open(ctx, image, 0, arena, room) == THIMBLE_ERROR_IMAGE, "empty image");
                require(thimble_%1$s_open(ctx, image, size, arena, room - 1) == THIMBLE_ERROR_ARENA, "arena");
                for (size_t i = 0; i < sizeof ((const struct thimble_%1$s_image *)0)->header; i++) {
                    const int says_what_differs = i >= 48 && i < 128;
                    image[i] ^= 1;
                    require((thimble_%1$s_open(ctx, image, size, arena, room) == THIMBLE_OK) == says_what_differs, "header");
                    image[i] ^= 1;
                }
            }

            static void run(thimble_%1$s_t *ctx, size_t input)
            {
                thimble_result_t out;
                require(thimble_%1$s_run(ctx, ids[input], lengths[input], &out) == THIMBLE_OK, "run");
                for (uint16_t i = 0; i < out.labels; i++) {
                    printf(" %%d", (int)out.logits[i]);
                }
                putchar('\\n');
            }

            int main(int count, char **arguments)
            {
                static thimble_%1$s_t ctx;
                static uint8_t file[THIMBLE_%2$s_IMAGE_BYTES + 1];
                FILE *const stream = count == 2 ? fopen(arguments[1], "rb") : NULL;
                void *const arena = malloc(THIMBLE_%2$s_ARENA_BYTES);
                require(stream != NULL && arena != NULL, "file");
                require(fread(file, 1, sizeof file, stream) == THIMBLE_%2$s_IMAGE_BYTES, "size of the file");
                fclose(stream);
                require(sizeof thimble_%1$s_image == THIMBLE_%2$s_IMAGE_BYTES, "size of the structure");
                require(memcmp(file, &thimble_%1$s_image, sizeof thimble_%1$s_image) == 0, "bytes of the structure");
                for (size_t input = 0; input < sizeof lengths / sizeof *lengths; input++) {
                    require(thimble_%1$s_init(&ctx, arena, THIMBLE_%2$s_ARENA_BYTES) == THIMBLE_OK, "init");
                    run(&ctx, input);
                    for (size_t k = 0; k < %3$d; k++) {
                        const size_t address = 4 * k;
                        uint8_t *const room = (uint8_t *)malloc(address + THIMBLE_%2$s_IMAGE_BYTES);
                        require(room != NULL, "memory");
                        memcpy(room + address, file, THIMBLE_%2$s_IMAGE_BYTES);
                        refuse(&ctx, room + address, arena);
                        require(thimble_%1$s_open(&ctx, room + address, THIMBLE_%2$s_IMAGE_BYTES, arena,
                                                        THIMBLE_%2$s_ARENA_BYTES) == THIMBLE_OK, "image");
                        run(&ctx, input);
                        require(thimble_%1$s_selftest(&ctx, NULL) == THIMBLE_OK, "self-test");
                        room[address + 160] ^= 1;
                        require(thimble_%1$s_selftest(&ctx, NULL) == THIMBLE_ERROR_IMAGE, "digest");
                        free(room);
                    }
                }
                free(arena);
                return 0;
            }
            """;
}
