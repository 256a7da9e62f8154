package dev.thimble.frontend.tokenizer;

import dev.thimble.frontend.files.ModelFile;
import java.nio.file.Path;

/**
 * The files of a folder that decide its tokenizer; a missing one is like an empty object.
 *
 * @param tokenizer {@code tokenizer.json}
 * @param config {@code tokenizer_config.json}
 * @param specials {@code special_tokens_map.json}
 * @param added {@code added_tokens.json}
 * @param model {@code config.json}
 */
record Sources(JsonFields tokenizer, JsonFields config, JsonFields specials, JsonFields added, JsonFields model) {
    private static final int DEFAULT_ROWS = 30_522;

    static Sources read(Path folder) {
        return new Sources(
                JsonFile.read(folder, ModelFile.TOKENIZER),
                JsonFile.read(folder, ModelFile.TOKENIZER_CONFIG),
                JsonFile.read(folder, ModelFile.SPECIAL_TOKENS_MAP),
                JsonFile.read(folder, ModelFile.ADDED_TOKENS),
                JsonFile.read(folder, ModelFile.CONFIG));
    }

    /** Whether the added tokens stand in tokenizer_config.json; older files do not count then. */
    boolean hasDecoder() {
        return !config.get("added_tokens_decoder").isMissing();
    }

    /** Rows of the token embedding: what config.json says, or its default; 0 where there is no config.json. */
    int rows() {
        JsonFields size = model.get("vocab_size");
        int absent = model.isMissing() ? 0 : DEFAULT_ROWS;
        return size.node().canConvertToInt() ? size.node().intValue() : absent;
    }
}
