package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.frontend.Model;
import dev.thimble.frontend.ModelFolder;
import dev.thimble.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Folders and files that were once answered wrongly, where they stand beside the checkout. */
class SharedCasesTest {
    private static final Pattern LINE = Pattern.compile("'(.*)' -> \\[([\\d, ]*)\\].*");

    /** What a refusal says; a case that is not here is read, and gives the ids that it expects. */
    private static final Map<String, String> REFUSALS = new TreeMap<>(Map.ofEntries(
            Map.entry("hf-bert_regression", "regression"),
            Map.entry("hf-lfs_pointer", "git lfs pull"),
            Map.entry("hf-lora", "merge_and_unload"),
            Map.entry("hf-tok_bytelevel_roberta", "ByteLevel"),
            Map.entry("one-position-stack-trace", "special tokens")));

    @TempDir
    Path folder;

    private static Stream<Path> cases(String pattern) throws IOException {
        Optional<Path> cases =
                Checkout.shared().map(shared -> shared.resolve("cases")).filter(Files::isDirectory);
        if (cases.isEmpty()) {
            return Stream.of();
        }
        try (Stream<Path> all = Files.list(cases.get())) {
            return all.filter(one -> one.getFileName().toString().matches(pattern)).sorted().toList().stream();
        }
    }

    private static DynamicTest test(Path one, Executable check) {
        return DynamicTest.dynamicTest(one.getFileName().toString(), check);
    }

    @TestFactory
    Stream<DynamicTest> modelsAreReadAsTheirReadersDoOrRefusedByName() throws IOException {
        return cases("(hf|json|vocabtxt|hostile|one)-.*").map(one -> test(one, () -> read(one)));
    }

    private static void read(Path one) throws IOException {
        Call inspected = Call.thimble("inspect", one);
        assertThat(inspected.output() + inspected.errors())
                .doesNotContainPattern("[\\x00-\\x09\\x0B-\\x1F\\x7F-\\x9F\\u202E]");
        String refusal = REFUSALS.get(one.getFileName().toString());
        if (refusal != null) {
            assertThat(inspected.errors()).contains(refusal);
        }
        if (refusal != null || inspected.errors().contains("error[THM-0213]")) {
            assertThat(inspected.status()).as(inspected.toString()).isEqualTo(1);
            assertThat(inspected.diagnostics().stream().filter(line -> line.startsWith("error")))
                    .hasSize(1);
            return;
        }
        assertThat(inspected.status()).as(inspected.toString()).isZero();
        Model model = model(one);
        Tokenizer tokenizer = new Tokenizer(model.tokenizer());
        expected(one)
                .forEach((text, ids) -> assertThat(tokenizer
                                .encode(text, model.graph().maxTokens())
                                .ids())
                        .as(text)
                        .isEqualTo(ids));
    }

    private static Model model(Path one) {
        try {
            return ModelFolder.load(one).model();
        } catch (ThimbleException e) {
            throw new AssertionError("inspect took it", e);
        }
    }

    private static Map<String, List<Integer>> expected(Path one) throws IOException {
        Map<String, List<Integer>> expected = new TreeMap<>();
        if (Files.exists(one.resolve("expected.jsonl"))) {
            for (String line : Files.readAllLines(one.resolve("expected.jsonl"))) {
                JsonNode node = new ObjectMapper().readTree(line);
                JsonNode ids = node.path("ids_default").isArray() ? node.path("ids_default") : node.path("input_ids");
                expected.put(
                        node.path("text").asText(),
                        Stream.of(ids.toString().replaceAll("[\\[\\] ]", "").split(","))
                                .map(Integer::valueOf)
                                .toList());
            }
        } else if (Files.exists(one.resolve("expected.txt"))) {
            for (String line : Files.readAllLines(one.resolve("expected.txt"))) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    expected.put(
                            matcher.group(1),
                            Stream.of(matcher.group(2).split(", "))
                                    .map(Integer::valueOf)
                                    .toList());
                }
            }
        }
        return expected;
    }

    /** Pairs, numbers that are no class, two objects on a line: nothing is dropped without a word. */
    @TestFactory
    Stream<DynamicTest> linesOfDataAreRefusedByNumber() throws IOException {
        Stream<Path> files = Stream.concat(
                cases("trail.jsonl"),
                cases("hf-bert_nli_pairs")
                        .flatMap(one -> Stream.of("pairs.jsonl", "pairs_ids.jsonl", "pairs_eval.jsonl")
                                .map(one::resolve)));
        return files.map(file -> test(file, () -> {
            Call call = Call.thimble("eval", Checkout.MODEL, "--data", file, "--calibration", Checkout.SENTENCES);
            assertThat(call.status()).as(call.toString()).isEqualTo(1);
            assertThat(call.errors()).contains("error[THM-08").containsPattern("line \\d+|row \\d+");
        }));
    }

    @TestFactory
    Stream<DynamicTest> weightsThatNoScaleHoldsAreRefused() throws IOException {
        return cases("huge-weights-.*")
                .map(one -> test(one, () -> {
                    Call call = compile(one, folder.resolve("huge"));
                    assertThat(call.status()).as(call.toString()).isEqualTo(1);
                    assertThat(call.errors()).contains("error[THM-03");
                }));
    }

    /** All but one near tie, which the model without the offset has, too. */
    @TestFactory
    Stream<DynamicTest> anOffsetBeforeANormChangesNoLabel() throws IOException {
        return cases("common-offset-.*")
                .map(one -> test(one, () -> {
                    Path out = folder.resolve("offset");
                    assertThat(compile(one, out).status()).isZero();
                    List<String> real = labels(out, one, "float");
                    List<String> integers = labels(out, one, "reference");
                    long agreeing = Stream.iterate(0, i -> i < real.size(), i -> i + 1)
                            .filter(i -> real.get(i).equals(integers.get(i)))
                            .count();
                    assertThat(agreeing).isGreaterThanOrEqualTo(real.size() - 1);
                }));
    }

    private static Call compile(Path model, Path out) {
        return Call.thimble("compile", model, "--calibration", model.resolve("calibration.tsv"), "-o", out);
    }

    private static List<String> labels(Path out, Path one, String target) {
        return Call.succeeding("run", out, "--target", target, "--input", one.resolve("texts.jsonl"), "--json")
                .objects()
                .stream()
                .map(answer -> answer.path("label").asText())
                .toList();
    }
}
