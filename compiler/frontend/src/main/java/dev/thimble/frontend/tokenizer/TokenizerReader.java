package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.tokenizer.TokenizerSpec;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the tokenizer of a Hugging Face model folder. */
public final class TokenizerReader {
    private TokenizerReader() {}

    /**
     * The tokenizer of the folder: {@code tokenizer.json}, or else {@code vocab.txt} as BERT uses it, in both cases
     * checked against or completed by {@code tokenizer_config.json} when that is there.
     *
     * @throws ThimbleException when there is none, when a file is broken, or when it asks for something that would change
     *     the ids and is not supported
     */
    public static TokenizerSpec read(Path modelFolder) {
        TokenizerConfig config = TokenizerConfig.read(modelFolder);
        Path json = modelFolder.resolve("tokenizer.json");
        if (Files.exists(json)) {
            TokenizerSpec spec = TokenizerJson.read(JsonFile.read(json));
            config.check(spec);
            return spec;
        }
        Path vocabulary = modelFolder.resolve("vocab.txt");
        if (!Files.exists(vocabulary)) {
            throw new ThimbleException(ModelProblem.FILE_MISSING.at("", "tokenizer.json"));
        }
        return VocabTxt.read(vocabulary, config);
    }
}
