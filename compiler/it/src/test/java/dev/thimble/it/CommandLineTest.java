package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are wrong, and calls that ask what could be right. */
class CommandLineTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "demo", "inspect", "compile", "build", "run", "verify", "eval", "bench", "boards", "report"})
    void everyCommandHasHelpOnStandardOutput(String command) {
        Object[] words = command.isEmpty() ? new Object[] {"--help"} : new Object[] {command, "--help"};
        Call call = Call.thimble(words);
        assertThat(call.status()).isZero();
        assertThat(call.output()).contains("Usage: thimble");
        assertThat(call.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "compile",
                "compile MODEL",
                "compile MODEL -o OUT --max-tokens many",
                "compile MODEL -o OUT --budget much",
                "compile MODEL -o OUT --board toaster",
                "compile MODEL -o OUT --name 7up",
                "compile MODEL -o OUT --no-such-option",
                "compile MODEL -o OUT --stop-after plan",
                "compile MODEL --stop-after lunch",
                "build",
                "run OUT",
                "run OUT --text a --input b",
                "run OUT --text a --target moon",
                "verify OUT --target reference",
                "eval OUT",
                "bench --board toaster",
                "bench --tokens many"
            })
    void aWrongCallEndsWithStatusTwoAndOneDiagnostic(String line) {
        Object[] words = List.of(line.split(" ")).stream()
                .map(word -> switch (word) {
                    case "MODEL" -> Checkout.MODEL;
                    case "OUT" -> folder.resolve("out");
                    default -> word;
                })
                .toArray();
        Call call = Call.thimble(words);
        assertThat(call.status()).as(call.toString()).isEqualTo(2);
        assertThat(call.errors().lines()).singleElement().asString().startsWith("error[THM-");
        assertThat(call.output()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "read, layer.0.attention.value = linear, head0",
        "fold, layer.0.attention.head0 = attention, layer.0.attention.value =",
        "equalize, layer.0.attention.head0 = attention, i8",
        "quantize, layer.0.attention.sum = add, arena",
        "plan, lower bound, linear",
        "fold-coefficients, layer.0.attention.value = linear, head0",
        "absorb-keys-and-values, layer.0.attention.head0 = attention, layer.0.attention.value =",
        "equalize-channels, layer.0.attention.head0 = attention, i8",
        "head-by-head, layer.0.attention.sum = add, arena"
    })
    void aCompilationCanBeStoppedAfterEachStageAndPass(String stage, String has, String lacks) {
        Path model = Checkout.fixture("bert-f32-gelu");
        Call call =
                Call.thimble("compile", model, "--calibration", model.resolve("golden.jsonl"), "--stop-after", stage);
        assertThat(call.status()).as(call.toString()).isZero();
        assertThat(call.output()).contains(has).doesNotContain(lacks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "run --text a", "verify", "report"})
    void aFolderThatIsNoPackageIsRefused(String line) {
        List<String> words = List.of(line.split(" "));
        Object[] all = new Object[words.size() + 1];
        all[0] = words.get(0);
        all[1] = folder;
        for (int i = 1; i < words.size(); i++) {
            all[i + 1] = words.get(i);
        }
        Call call = Call.thimble(all);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.errors().lines()).singleElement().asString().startsWith("error[THM-0804]");
    }

    @Test
    void aPackageThatWasNotBuiltDoesNotRun() {
        Call call = Call.thimble("run", Shipped.COMPILED, "--text", "play some jazz");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics()).singleElement().asString().startsWith("error[THM-0617]");
    }

    @Test
    void aFolderWithOtherThingsInItIsLeftAlone() throws IOException {
        Path precious = Files.writeString(folder.resolve("thesis.txt"), "years of work");
        Call call = Call.thimble(
                "compile",
                Checkout.MODEL,
                "--calibration",
                Shipped.tenSentences(Shipped.COMPILED.getParent()),
                "-o",
                folder);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.diagnostics()).singleElement().asString().startsWith("error[THM-0803]");
        assertThat(folder).isDirectoryContaining(path -> path.equals(precious));
        assertThat(Files.readString(precious)).isEqualTo("years of work");
    }

    @Test
    void inspectTellsTheModelWithoutCompilingIt() {
        Call call = Call.thimble("inspect", Checkout.MODEL);
        assertThat(call.status()).isZero();
        assertThat(call.output()).contains("BertForSequenceClassification").contains("612,871");
    }
}
