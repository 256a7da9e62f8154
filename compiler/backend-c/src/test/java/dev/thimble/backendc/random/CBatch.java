package dev.thimble.backendc.random;

import dev.thimble.backendc.CompiledOnce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The C of several models in one program, traced and under AddressSanitizer and UndefinedBehaviorSanitizer. Each run
 * has an arena of exactly the stated size, filled with rubbish.
 */
final class CBatch {
    private static final Path ROOT = Path.of(System.getProperty("thimble.root"));
    private final Path folder;
    private final List<RandomModel> models;

    CBatch(Path folder, List<RandomModel> models) {
        this.folder = folder;
        this.models = models;
    }

    /** Writes and compiles. */
    void build() throws IOException, InterruptedException {
        for (RandomModel model : models) {
            for (Map.Entry<String, byte[]> file : model.files(ROOT).entrySet()) {
                write(file.getKey(), file.getValue());
            }
            write(model.name() + ".txt", model.describe().getBytes(StandardCharsets.UTF_8));
        }
        write("src/harness.c", harness(models).getBytes(StandardCharsets.UTF_8));
        compile();
    }

    private List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("src"))) {
            return files.filter(file -> file.toString().endsWith(".c")).sorted().toList();
        }
    }

    private void write(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private void compile() throws IOException, InterruptedException {
        CompiledOnce compiler = CompiledOnce.sanitized(
                List.of("-g1", "-DTHIMBLE_TRACE"), List.of(folder.resolve("include"), ROOT.resolve("boards/_harness")));
        List<String> link = new ArrayList<>(List.of("gcc", "-o", "program"));
        link.addAll(CompiledOnce.SANITIZED);
        link.addAll(compiler.objects(folder, sources()));
        finish(start(link, "link.log"), "link.log");
    }

    private Process start(List<String> command, String log) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private void finish(Process process, String log) throws IOException, InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(folder + ": " + Files.readString(folder.resolve(log)));
        }
    }

    /** Every input of every model, as the program reads them. */
    static String requests(List<RandomModel> models) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < models.size(); i++) {
            for (List<Integer> ids : models.get(i).inputs()) {
                requests.append(i).append(' ').append(ids.size());
                ids.forEach(id -> requests.append(' ').append(id));
                requests.append('\n');
            }
        }
        return requests.toString();
    }

    /** What the program prints for every input of every model: lines {@code v value row q…}, then {@code l q…}. */
    List<String> run() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("requests.txt"), requests(models));
        Process process = new ProcessBuilder("./program")
                .directory(folder.toFile())
                .redirectInput(folder.resolve("requests.txt").toFile())
                .redirectOutput(folder.resolve("answers.txt").toFile())
                .redirectError(folder.resolve("program.log").toFile())
                .start();
        finish(process, "program.log");
        return Files.readAllLines(folder.resolve("answers.txt"));
    }

    /** A program that reads requests and answers with every value that a model shows, and its logits. */
    static String harness(List<RandomModel> models) {
        String includes = each(
                "#include \"%1$s.h\"\n", models.stream().map(RandomModel::name).toList());
        String functions = each(MODEL, models.stream().map(RandomModel::name).toList());
        String cases =
                models.stream().map(model -> "    run_" + model.name() + ",\n").collect(Collectors.joining());
        return HEAD + includes + TRACE + functions + "typedef void (*run_t)(const uint16_t *, size_t);\n"
                + "static const run_t runs[] = {\n" + cases + "};\n" + MAIN;
    }

    private static String each(String pattern, List<String> names) {
        return new TreeSet<>(names)
                .stream()
                        .map(name -> pattern.replace("%1$s", name).replace("%2$s", name.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.joining());
    }

    private static final String HEAD = """
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include "thimble_app.h"
            """;

    private static final String TRACE = """

            void thimble_trace(const char *value, uint32_t row, uint32_t width, uint32_t bits, const void *data)
            {
                printf("v %s %u", value, (unsigned)row);
                for (uint32_t i = 0; i < width; i++) {
                    printf(" %d", bits == 8 ? ((const int8_t *)data)[i] : ((const int16_t *)data)[i]);
                }
                putchar('\\n');
            }

            static void require(int condition, const char *what)
            {
                if (!condition) {
                    fprintf(stderr, "broken: %s\\n", what);
                    exit(1);
                }
            }
            """;

    /** Runs one model; first it must refuse what it cannot do, and leave the answer alone. */
    private static final String MODEL = """

            static void refuse_%1$s(thimble_%1$s_t *ctx, uint8_t *arena)
            {
                uint16_t ids[THIMBLE_%2$s_MAX_TOKENS + 1] = {0};
                thimble_result_t out;
                memset(&out, 0x5A, sizeof out);
                const thimble_result_t before = out;
                const uint32_t size = THIMBLE_%2$s_ARENA_BYTES;
                require(thimble_%1$s_init(ctx, arena, size - 1) == THIMBLE_ERROR_ARENA, "%1$s small arena");
                require(thimble_%1$s_init(ctx, arena + 1, size) == THIMBLE_ERROR_ARENA, "%1$s odd arena");
                require(thimble_%1$s_init(ctx, NULL, size) == THIMBLE_ERROR_ARENA, "%1$s no arena");
                require(thimble_%1$s_init(NULL, arena, size) == THIMBLE_ERROR_ARGUMENT, "%1$s no context");
                require(thimble_%1$s_init(ctx, arena, size) == THIMBLE_OK, "%1$s init");
                require(thimble_%1$s_run(ctx, ids, 0, &out) == THIMBLE_ERROR_TOKENS, "%1$s no tokens");
                require(thimble_%1$s_run(ctx, ids, THIMBLE_%2$s_MAX_TOKENS + 1, &out) == THIMBLE_ERROR_TOKENS, "%1$s long");
                require(thimble_%1$s_run(ctx, NULL, 1, &out) == THIMBLE_ERROR_ARGUMENT, "%1$s no ids");
                ids[0] = THIMBLE_%2$s_VOCABULARY;
                require(thimble_%1$s_run(ctx, ids, 1, &out) == THIMBLE_ERROR_TOKENS, "%1$s id");
                require(memcmp(&before, &out, sizeof out) == 0, "%1$s untouched");
            }

            static void run_%1$s(const uint16_t *ids, size_t count)
            {
                static thimble_%1$s_t ctx;
                thimble_result_t out;
                uint8_t *const arena = (uint8_t *)malloc(THIMBLE_%2$s_ARENA_BYTES);
                require(arena != NULL, "memory");
                for (uint32_t i = 0; i < THIMBLE_%2$s_ARENA_BYTES; i++) {
                    arena[i] = (uint8_t)(i * 167u + 91u);
                }
                refuse_%1$s(&ctx, arena);
                require(thimble_%1$s_run(&ctx, ids, count, &out) == THIMBLE_OK, "%1$s run");
                require(out.tokens == count && memcmp(out.ids, ids, count * sizeof *ids) == 0, "%1$s ids");
                printf("l");
                for (uint16_t i = 0; i < out.labels; i++) {
                    require(out.logits[i] < out.logits[out.label] || i >= out.label, "%1$s earliest largest");
                    require(out.logits[i] <= out.logits[out.label], "%1$s largest");
                    printf(" %d", (int)out.logits[i]);
                }
                putchar('\\n');
                free(arena);
            }
            """;

    private static final String MAIN = """

            int main(void)
            {
                unsigned model;
                unsigned count;
                uint16_t ids[64];
                while (scanf("%u %u", &model, &count) == 2) {
                    for (unsigned i = 0; i < count; i++) {
                        require(scanf("%hu", &ids[i]) == 1, "requests");
                    }
                    runs[model](ids, count);
                }
                return 0;
            }
            """;
}
