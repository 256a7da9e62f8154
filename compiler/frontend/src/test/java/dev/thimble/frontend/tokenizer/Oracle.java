package dev.thimble.frontend.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.thimble.tokenizer.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Hugging Face's own library; asked for ids only, which is much faster than whole encodings. */
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
        long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, true);
        List<Integer> ids = Arrays.stream(TokenizersLibrary.LIB.getTokenIds(encoding))
                .mapToObj(Math::toIntExact)
                .toList();
        boolean truncated = TokenizersLibrary.LIB.getOverflowCount(encoding) > 0;
        TokenizersLibrary.LIB.deleteEncoding(encoding);
        return new Encoding(ids, truncated);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
