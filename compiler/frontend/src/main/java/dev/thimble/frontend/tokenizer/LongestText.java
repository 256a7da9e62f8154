package dev.thimble.frontend.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The longest text that {@code tokenizer_config.json} allows. */
final class LongestText {
    private LongestText() {}

    /** What {@code model_max_length} says, or its older name; the huge numbers that stand for none are none. */
    static OptionalInt of(JsonFields config) {
        return Stream.of("model_max_length", "max_len")
                .map(config::get)
                .filter(field -> !field.isNull())
                .findFirst()
                .map(LongestText::limit)
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt limit(JsonFields field) {
        JsonNode node = field.node();
        field.refuseUnless(node.isNumber() && node.decimalValue().signum() > 0, "model_max_length");
        boolean none = node.decimalValue().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0;
        return none ? OptionalInt.empty() : OptionalInt.of(node.intValue());
    }
}
