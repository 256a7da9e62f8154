package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.backendc.Arenas;
import dev.thimble.core.candidate.Candidate;
import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.pipeline.Pipeline;
import dev.thimble.core.quant.QuantizerOptions;
import dev.thimble.core.target.KernelSets;
import dev.thimble.core.target.TargetCore;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.CompileSettings;
import dev.thimble.pipeline.Compiler;
import dev.thimble.pipeline.Progress;
import dev.thimble.pipeline.fit.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One package of two models: everything a user does with it, and what it costs beside two packages. */
class SeveralModelsTest {
    private static final Path FIRST = Checkout.fixture("bert-f32-gelu");
    private static final Path SECOND = Checkout.fixture("embbert-f32-expansion");

    @TempDir
    static Path folder;

    private static Path out;

    @BeforeAll
    static void build() {
        out = compiled("out", "shared", FIRST, SECOND);
        Call.succeeding("build", out);
    }

    private static Path compiled(String name, String arenas, Path... models) {
        Path target = folder.resolve(name);
        Object[] call = Stream.of(
                        Stream.of("compile", "-o", target, "--arenas", arenas),
                        Stream.of(models).map(model -> (Object) model),
                        Stream.of(models).flatMap(model -> Stream.of("--name", name(model))),
                        Stream.of(models).flatMap(model -> Stream.of("--calibration", model.resolve("golden.jsonl"))))
                .flatMap(words -> words)
                .toArray();
        Call.succeeding(call);
        return target;
    }

    private static String name(Path model) {
        return model.equals(FIRST) ? "first" : "second";
    }

    private static JsonNode report(Path of) throws IOException {
        return new ObjectMapper().readTree(of.resolve("report.json").toFile());
    }

    @Test
    void bothModelsAreVerifiedOnEveryTarget() throws IOException {
        JsonNode targets = Call.succeeding("verify", out, "--target", "all", "--json")
                .document()
                .path("targets");
        assertThat(targets).hasSize(4);
        assertThat(targets).allSatisfy(target -> {
            assertThat(target.path("vectors").asInt()).isPositive();
            assertThat(target.path("mismatches").asInt()).isZero();
        });
        assertThat(targets.findValuesAsText("model")).containsExactly("first", "first", "second", "second");
        JsonNode models = report(out).path("models");
        assertThat(models)
                .hasSize(2)
                .allSatisfy(model -> assertThat(model.path("verification")
                                .path("qemu")
                                .path("bit_exact")
                                .asBoolean())
                        .isTrue());
        assertThat(Call.succeeding("verify", out, "--model", "second", "--trace")
                        .output())
                .startsWith("second on host: bit-exact on ");
    }

    @Test
    void eachModelAnswersAsItDoesInAPackageOfItsOwn() {
        for (Path model : List.of(FIRST, SECOND)) {
            Path alone = compiled("alone-" + name(model), "shared", model);
            Call expected = run(alone, "reference", "golden", model);
            assertThat(run(out, "reference", name(model), model).output()).isEqualTo(expected.output());
            assertThat(run(out, "host", name(model), model).output()).isEqualTo(expected.output());
        }
    }

    private static Call run(Path of, String target, String model, Path fixture) {
        Object[] call = Stream.concat(
                        Stream.of("run", of, "--target", target, "--json", "--input", fixture.resolve("golden.jsonl")),
                        of.equals(out) ? Stream.of("--model", model) : Stream.of())
                .toArray();
        return Call.succeeding(call);
    }

    @Test
    void kernelsAreThereOnceAndTheArenaIsThatOfTheLarger() throws IOException {
        long code = 0;
        long arena = 0;
        for (Path model : List.of(FIRST, SECOND)) {
            Path alone = compiled("single-" + name(model), "shared", model);
            Call.succeeding("build", alone);
            JsonNode memory = report(alone).path("memory");
            code += memory.path("flash").path("code").asLong();
            arena = Math.max(arena, memory.path("ram").path("arena").asLong());
        }
        JsonNode memory = report(out).path("memory");
        assertThat(memory.path("flash").path("code").asLong()).isLessThan(code * 4 / 5);
        assertThat(memory.path("ram").path("arena").asLong()).isEqualTo(arena);
        assertThat(Files.readString(out.resolve("include/first_second.h")))
                .contains("#define THIMBLE_FIRST_SECOND_ARENA_BYTES " + arena + "u\n");
        assertThat(report(out).path("memory").path("total").asLong())
                .isEqualTo(memory.path("flash").path("total").asLong()
                        + memory.path("ram").path("total").asLong());
    }

    @Test
    void arenasOfTheirOwnAreCountedForEach() throws IOException {
        Path each = compiled("each", "each", FIRST, SECOND);
        long sum = 0;
        for (JsonNode model : report(each).path("models")) {
            sum += model.path("memory").path("ram").path("arena").asLong();
        }
        JsonNode ram = report(each).path("memory").path("ram");
        assertThat(ram.path("arena").asLong())
                .isEqualTo(sum)
                .isGreaterThan(
                        report(out).path("memory").path("ram").path("arena").asLong());
        assertThat(ram.path("arena_gap").asLong()).isZero();
        assertThat(Files.readString(each.resolve("verify/thimble_app.c"))).contains("} arena1;", "} arena2;");
    }

    @Test
    void thePageShowsBoth() throws IOException {
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("<h1>first_second</h1>", "<h1>first</h1>", "<h1>second</h1>")
                .contains("2 models, compiled for mps2-an386, which work one after the other, in the same arena.");
    }

    @Test
    void evalAndBenchTakeOneOfThem() {
        Path data = FIRST.resolve("golden.jsonl");
        assertThat(Call.succeeding("eval", out, "--data", data, "--model", "first", "--target", "host", "--json")
                        .document()
                        .path("rows")
                        .asInt())
                .isPositive();
        assertThat(Call.succeeding("bench", out, "--model", "second", "--tokens", "1", "--json")
                        .document()
                        .path("board")
                        .asText())
                .isEqualTo("mps2-an386");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run OUT --text a | 826 | the package has several models: first, second",
                "run OUT --text a --model third | 827 | the package has no model \"third\"; its models: first, second",
                "bench OUT | 826 | the package has several models: first, second",
                "compile A A -o NEW | 828 | two models are called",
                "compile A B -o NEW --name a | 829 | --name is given 1 times for 2 models",
                "compile A B -o NEW --calibration x --calibration y --calibration z | 829 | --calibration is given 3",
                "compile A B --stop-after read | 830 | --stop-after takes one model, and 2 are given",
                "compile A B -o NEW --name a --name b --arenas all | 831 | \"all\" is no kind of arenas",
                "compile A B -o NEW --name arm --name neon | 810 | \"arm_neon\" cannot name a package",
                "compile A B -o NEW --name same --name same | 828 | two models are called \"same\""
            })
    void aCallThatDoesNotSayWhatIsMeantIsRefused(String call, int code, String sentence) {
        Object[] words = Stream.of(call.split(" ", -1))
                .map(word -> switch (word) {
                    case "OUT" -> out;
                    case "NEW" -> folder.resolve("new");
                    case "A" -> SharedName.of(folder, FIRST);
                    case "B" -> SharedName.of(folder, SECOND);
                    default -> word;
                })
                .toArray();
        Call made = Call.thimble(words);
        assertThat(made.status()).isEqualTo(2);
        assertThat(made.errors()).startsWith("error[THM-0" + code + "]: " + sentence);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    /** Fixtures under names that C functions can have. */
    private static final class SharedName {
        static Path of(Path folder, Path fixture) {
            try {
                Path named = folder.resolve("models").resolve(name(fixture));
                return Files.exists(named) ? named : Checkout.copy(fixture, named);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Compilation> together(Limits limits, Arenas arenas) {
        List<CompileSettings> settings = Stream.of(FIRST, SECOND)
                .map(model -> CompileSettings.of(model)
                        .name(Optional.of(name(model)))
                        .calibration(Optional.of(model.resolve("golden.jsonl")))
                        .limits(limits)
                        .target(TargetCore.of(KernelSets.DSP))
                        .pipeline(Pipeline.standard().without(Pipeline.EQUALIZE_CHANNELS))
                        .quantizer(new QuantizerOptions(false, false, false, false))
                        .build())
                .toList();
        return new Compiler(Checkout.INSTALLATION, Progress.silent()).compile(settings, arenas);
    }

    private static Limits budget(long bytes) {
        return new Limits(bytes, Optional.empty(), List.of());
    }

    private static Diagnostic refusal(long bytes, Arenas arenas) {
        return catchThrowableOfType(ThimbleException.class, () -> together(budget(bytes), arenas))
                .diagnostic();
    }

    /** The budget that a refusal names is enough, one byte less is not, and what has room is run fast. */
    @ParameterizedTest
    @CsvSource({"SHARED", "EACH"})
    void whatFitsTogetherIsKnownToTheByte(Arenas arenas) {
        Diagnostic refused = refusal(1000, arenas);
        assertThat(refused.where()).contains(" of first ", " of second ");
        long enough = Long.parseLong(refused.hint().replaceAll("(?s).*--budget (\\d+).*", "$1"));
        List<Compilation> tight = together(budget(enough), arenas);
        assertThat(refusal(enough - 1, arenas).problem().code()).isEqualTo(401);
        List<Compilation> free = together(Limits.none(), arenas);
        for (int at = 0; at < 2; at++) {
            Candidate least = tight.get(at).chosen();
            assertThat(least.arena()).isLessThanOrEqualTo(free.get(at).chosen().arena());
            assertThat(tight.get(at).integers()).isEqualTo(free.get(at).integers());
        }
    }
}
