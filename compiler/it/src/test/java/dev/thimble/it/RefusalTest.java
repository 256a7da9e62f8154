package dev.thimble.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model folders that cannot be compiled: one diagnostic each, and nothing is written. */
class RefusalTest {
    @TempDir
    Path folder;

    private interface Damage {
        void to(BrokenModel model) throws IOException;
    }

    private static Map<String, Damage> damages() {
        Map<String, Damage> damages = new LinkedHashMap<>();
        damages.put("weights cut in the middle", model -> model.cutTo(600_000));
        damages.put("weights cut within the header", model -> model.cutTo(1000));
        damages.put("weights of five bytes", model -> model.cutTo(5));
        damages.put("weights with a header of 2^60 bytes", model -> model.headerLength(1L << 60));
        damages.put("weights with a header of -1 bytes", model -> model.headerLength(-1));
        damages.put(
                "weights with a renamed tensor", model -> model.header("\"classifier.bias\"", "\"classifier.bios\""));
        damages.put("weights with an unknown dtype", model -> model.header("\"F16\"", "\"F61\""));
        damages.put("weights that are not a number", BrokenModel::firstWeightIsNotANumber);
        damages.put("configuration of another width", model -> model.config(c -> c.put("intermediate_size", 400)));
        damages.put("configuration of more layers", model -> model.config(c -> c.put("num_hidden_layers", 3)));
        damages.put("configuration of an unknown activation", model -> model.config(c -> c.put("hidden_act", "mish")));
        damages.put(
                "configuration of another model",
                model -> model.config(c -> c.putArray("architectures").add("GPT2LMHeadModel")));
        damages.put("configuration without heads", model -> model.config(c -> c.remove("num_attention_heads")));
        damages.put("no config.json", model -> model.without("config.json"));
        damages.put("no model.safetensors", model -> model.without("model.safetensors"));
        damages.put("no tokenizer.json", model -> model.without("tokenizer.json"));
        damages.put("tokenizer with more tokens than embeddings", BrokenModel::oneTokenMore);
        return damages;
    }

    @Test
    void everyBrokenModelEndsWithItsOneDiagnosticAndNothingIsWritten() throws IOException {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, Damage> damage : damages().entrySet()) {
            BrokenModel model =
                    new BrokenModel(folder.resolve(Integer.toString(number++)).resolve("model"));
            damage.getValue().to(model);
            lines.add(damage.getKey() + "\n    " + refusal(model.folder(), "2MiB"));
        }
        lines.add("over the budget\n    " + refusal(Checkout.MODEL, "100KiB"));
        lines.add("no folder\n    " + refusal(folder.resolve("nowhere"), "2MiB"));
        Golden.compare("refusals.txt", String.join("\n", lines) + "\n");
    }

    private String refusal(Path model, String budget) throws IOException {
        Path parent = folder.resolve("packages");
        Path out = parent.resolve("out");
        Call call = Call.thimble(
                "compile", model, "-o", out, "--budget", budget, "--calibration", Shipped.tenSentences(folder));
        assertThat(call.status()).as(call.toString()).isEqualTo(1);
        assertThat(call.output()).isEmpty();
        assertThat(parent).doesNotExist();
        List<String> errors =
                call.errors().lines().filter(line -> line.startsWith("error[")).toList();
        assertThat(errors).hasSize(1);
        assertThat(call.errors().lines()).allMatch(line -> line.matches("(thimble: |error\\[THM-|warning\\[THM-).*"));
        return errors.get(0).replace(model.toString(), "MODEL");
    }

    @Test
    void aPackageThatIsThereSurvivesACompilationThatFails() throws IOException {
        Path there = Checkout.copy(Shipped.COMPILED, folder.resolve("there"));
        List<Path> before = Checkout.files(there);
        BrokenModel model = new BrokenModel(folder.resolve("model"));
        model.cutTo(600_000);
        assertThat(Call.thimble("compile", model.folder(), "-o", there).status())
                .isEqualTo(1);
        assertThat(Checkout.files(there)).isEqualTo(before);
    }
}
