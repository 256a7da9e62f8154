package dev.thimble.frontend.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thimble.tokenizer.TokenizerSpec;
import dev.thimble.tokenizer.model.Bpe;
import dev.thimble.tokenizer.model.TokenModel;
import dev.thimble.tokenizer.model.WordPiece;
import dev.thimble.tokenizer.normalize.BertNormalizer;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a tokenizer as a {@code tokenizer.json}, whatever files it came from, so that it can be read again without
 * them; equal tokenizers give equal bytes.
 */
public final class TokenizerWriter {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TokenizerSpec spec;
    private final Map<Integer, String> tokens = new HashMap<>();

    private TokenizerWriter(TokenizerSpec spec) {
        this.spec = spec;
        spec.addedTokens().forEach(token -> tokens.put(token.id(), token.content()));
        spec.model().vocabulary().forEach((token, id) -> tokens.put(id, token));
    }

    /** The file's text, which {@link TokenizerReader#written} reads. */
    public static String text(TokenizerSpec spec) {
        return new TokenizerWriter(spec).root().toPrettyString() + "\n";
    }

    private ObjectNode root() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        addedTokens(root.putArray("added_tokens"));
        normalizer(root);
        preTokenizer(root);
        postProcessor(root);
        root.putNull("decoder");
        model(root.putObject("model"), spec.model());
        return root;
    }

    private void addedTokens(ArrayNode list) {
        spec.addedTokens()
                .forEach(token -> list.addObject()
                        .put("id", token.id())
                        .put("content", token.content())
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", token.normalized())
                        .put("special", !token.normalized()));
    }

    private void normalizer(ObjectNode root) {
        if (spec.normalizer() instanceof BertNormalizer bert) {
            root.putObject("normalizer")
                    .put("type", "BertNormalizer")
                    .put("clean_text", bert.cleanText())
                    .put("handle_chinese_chars", bert.handleChineseChars())
                    .put("strip_accents", bert.stripAccents())
                    .put("lowercase", bert.lowercase());
        } else {
            root.putNull("normalizer");
        }
    }

    private void preTokenizer(ObjectNode root) {
        if (spec.preTokenizer() == PreTokenizer.NONE) {
            root.putNull("pre_tokenizer");
        } else {
            boolean isBert = spec.preTokenizer() == PreTokenizer.BERT;
            root.putObject("pre_tokenizer").put("type", isBert ? "BertPreTokenizer" : "Whitespace");
        }
    }

    private void postProcessor(ObjectNode root) {
        ObjectNode processor = root.putObject("post_processor").put("type", "TemplateProcessing");
        ObjectNode specials = MAPPER.createObjectNode();
        for (String form : List.of("single", "pair")) {
            ArrayNode pieces = processor.putArray(form);
            piece(pieces, specials, "before", spec.template().before());
            sequence(pieces, "A");
            piece(pieces, specials, "after", spec.template().after());
            if (form.equals("pair")) {
                sequence(pieces, "B");
                piece(pieces, specials, "after", spec.template().after());
            }
        }
        processor.set("special_tokens", specials);
    }

    private static void sequence(ArrayNode pieces, String id) {
        pieces.addObject().putObject("Sequence").put("id", id).put("type_id", 0);
    }

    private void piece(ArrayNode pieces, ObjectNode specials, String name, List<Integer> ids) {
        if (!ids.isEmpty()) {
            pieces.addObject().putObject("SpecialToken").put("id", name).put("type_id", 0);
            ObjectNode special = specials.putObject(name).put("id", name);
            ids.forEach(special.putArray("ids")::add);
            ArrayNode texts = special.putArray("tokens");
            ids.forEach(id -> texts.add(tokens.getOrDefault(id, "id " + id)));
        }
    }

    private void model(ObjectNode node, TokenModel model) {
        if (model instanceof Bpe bpe) {
            bpe(node, bpe);
        } else {
            WordPiece piece = (WordPiece) model;
            node.put("type", "WordPiece")
                    .put("unk_token", token(piece.unknownId()))
                    .put("continuing_subword_prefix", piece.prefix())
                    .put("max_input_chars_per_word", piece.maxWordChars());
        }
        ObjectNode vocabulary = node.putObject("vocab");
        model.vocabulary().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue()));
    }

    private void bpe(ObjectNode node, Bpe bpe) {
        node.put("type", "BPE").putNull("dropout");
        if (bpe.unknownId().isPresent()) {
            node.put("unk_token", token(bpe.unknownId().getAsInt()));
        } else {
            node.putNull("unk_token");
        }
        node.put("continuing_subword_prefix", bpe.prefix())
                .put("end_of_word_suffix", bpe.suffix())
                .put("fuse_unk", bpe.fuseUnknown());
        ArrayNode merges = node.putArray("merges");
        bpe.merges().forEach(merge -> merges.addArray().add(token(merge.left())).add(token(merge.right())));
    }

    /** The model's own token of that id, even where an added one has it too. */
    private String token(int id) {
        return tokens.get(id);
    }
}
