package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The class that AutoTokenizer takes for a folder.
 *
 * @param name as the files say it, without "Fast"; empty where none do
 * @param isBert whether it is one of BERT's: it has special tokens and settings of its own
 */
record TokenizerClass(String name, boolean isBert) {
    /** Classes that do exactly what BertTokenizer does, in both generations of the library. */
    private static final Set<String> BERTS = Set.of(
            "BertTokenizer",
            "DistilBertTokenizer",
            "ElectraTokenizer",
            "LayoutLMTokenizer",
            "LxmertTokenizer",
            "MobileBertTokenizer",
            "SqueezeBertTokenizer");

    /** Classes without a form of their own: tokenizer.json is what counts. The last is generation 5's own name. */
    private static final Set<String> PLAIN = Set.of("PreTrainedTokenizer", "PythonBackend", "TokenizersBackend");

    private static final Map<String, String> BERT_TOKENS = new LinkedHashMap<>();

    static {
        BERT_TOKENS.put("unk_token", "[UNK]");
        BERT_TOKENS.put("sep_token", "[SEP]");
        BERT_TOKENS.put("pad_token", "[PAD]");
        BERT_TOKENS.put("cls_token", "[CLS]");
        BERT_TOKENS.put("mask_token", "[MASK]");
    }

    /**
     * The class of a folder: tokenizer_config.json names it, or config.json, or it follows from the model's type.
     *
     * @throws ThimbleException for a class that is not known here, or that is code of the folder's own
     */
    static TokenizerClass of(Sources sources) {
        JsonFields config = sources.config();
        refuse(config.get("auto_map"));
        Optional<JsonFields> named = Optional.of(config.get("tokenizer_class"))
                .filter(field -> !field.isNull())
                .or(() -> Optional.of(sources.model().get("tokenizer_class")).filter(field -> !field.isNull()));
        if (named.isEmpty()) {
            boolean isBert = sources.model().get("model_type").node().asText().equals("bert");
            return new TokenizerClass(isBert ? "BertTokenizer" : "", isBert);
        }
        String name = named.get().text().replaceFirst("Fast$", "");
        if (!BERTS.contains(name) && !PLAIN.contains(name)) {
            refuse(named.get());
        }
        return new TokenizerClass(name, BERTS.contains(name));
    }

    private static void refuse(JsonFields field) {
        if (!field.isNull()) {
            String shown =
                    field.node().isTextual() ? field.text() : field.node().toString();
            throw new ThimbleException(TokenizerProblem.CLASS_UNKNOWN.at(field.where(), JsonFields.shown(shown)));
        }
    }

    /** Whether a generation of the library knows the name. */
    boolean isKnownTo(Library library) {
        boolean hasName = !name.isEmpty();
        return library == Library.FIVE
                || (hasName && !name.equals("TokenizersBackend") && !name.equals("PythonBackend"));
    }

    /** Its own special tokens by their names. */
    Map<String, String> tokens() {
        return isBert ? BERT_TOKENS : Map.of();
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "TokenizersBackend" : name;
    }
}
