package dev.thimble.frontend.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.thimble.core.tokenizer.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Hugging Face's own library. */
final class Oracle implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    /** Encodes as {@code truncation=True, max_length=maxTokens} does. */
    Oracle(Path folder, int maxTokens) throws IOException {
        Map<String, String> options = Map.of(
                "truncation",
                "true",
                "padding",
                "false",
                "maxLength",
                Integer.toString(maxTokens),
                "modelMaxLength",
                Integer.toString(maxTokens));
        tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"), options);
    }

    Encoding encode(String text) {
        ai.djl.huggingface.tokenizers.Encoding encoding = tokenizer.encode(text);
        List<Integer> ids =
                Arrays.stream(encoding.getIds()).mapToObj(Math::toIntExact).toList();
        return new Encoding(ids, encoding.exceedMaxLength());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
