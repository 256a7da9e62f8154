package dev.thimble.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.testing.TinyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal has its text in a golden file; {@code -Dthimble.goldens=rewrite} writes the file anew. */
class RefusalTest {
    private static final Path GOLDEN = Path.of(System.getProperty("thimble.root"))
            .resolve("compiler/frontend/src/test/resources/diagnostics/model.txt");

    @TempDir
    Path temporary;

    private int folders;

    @Test
    void everyBrokenFolderEndsWithItsOneDiagnostic() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Consumer<TinyFolder>> broken : RefusalCases.all().entrySet()) {
            TinyFolder folder = TinyFolder.bert(1);
            broken.getValue().accept(folder);
            lines.add(broken.getKey() + "\n    " + refusal(folder.write(next()), Optional.empty()));
        }
        for (Map.Entry<String, List<String>> missing :
                RefusalCases.missingFiles().entrySet()) {
            lines.add("without " + missing.getKey() + "\n    " + refusal(without(missing), Optional.empty()));
        }
        lines.add("7 tokens\n    " + refusal(TinyFolder.bert(1).write(next()), Optional.of(7)));
        lines.add("0 tokens\n    " + refusal(TinyFolder.bert(1).write(next()), Optional.of(0)));
        lines.add("2 tokens, which the special ones fill\n    "
                + refusal(TinyFolder.bert(1).write(next()), Optional.of(2)));
        lines.add("EmbBERT with a lambda that overflows\n    " + refusal(overflowing(), Optional.empty()));
        compare(String.join("\n", lines) + "\n");
    }

    private Path overflowing() throws IOException {
        TinyFolder folder = TinyFolder.embBert(1);
        for (String vector : List.of("q2", "k2")) {
            float[] large = new float[TinyFolder.HIDDEN];
            Arrays.fill(large, 20);
            folder.put("model.attentions.0.lambda_" + vector, large, TinyFolder.HIDDEN);
        }
        return folder.write(next());
    }

    private Path without(Map.Entry<String, List<String>> missing) throws IOException {
        Path folder = TinyFolder.bert(1).write(next());
        Files.delete(folder.resolve(missing.getKey().replaceAll(",.*", "")));
        for (String instead : missing.getValue()) {
            Files.writeString(folder.resolve(instead), "{}");
        }
        return folder;
    }

    private Path next() throws IOException {
        return Files.createDirectory(temporary.resolve(Integer.toString(folders++)));
    }

    private static String refusal(Path folder, Optional<Integer> maxTokens) {
        ThimbleException refused =
                catchThrowableOfType(ThimbleException.class, () -> ModelFolder.load(folder, maxTokens));
        assertThat(refused).as(folder.toString()).isNotNull();
        assertThat(refused.diagnostic().line()).doesNotContain("\n").hasSizeLessThan(500);
        return refused.diagnostic().line();
    }

    private static void compare(String actual) throws IOException {
        if (System.getProperty("thimble.goldens", "").equals("rewrite")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(GOLDEN));
    }
}
