package dev.thimble.backendc;

import dev.thimble.backendc.tokenizer.TokenizerTables;
import java.util.Map;

/** The generated files of a model's tokenizer. */
public final class TokenizerFiles {
    private TokenizerFiles() {}

    /** Header and source, by file name. */
    public static Map<String, String> render(Templates templates, TokenizerTables tables) {
        Map<String, Object> values = tables.templateValues(ConstantWriter.arrays(tables.arrays()));
        return Map.of(
                tables.name() + "_tokenizer.h", templates.render("c/tokenizer.h.ftl", values),
                tables.name() + "_tokenizer.c", templates.render("c/tokenizer.c.ftl", values));
    }
}
