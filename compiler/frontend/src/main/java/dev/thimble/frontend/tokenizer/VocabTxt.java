package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.core.tokenizer.AddedToken;
import dev.thimble.core.tokenizer.PreTokenizer;
import dev.thimble.core.tokenizer.Template;
import dev.thimble.core.tokenizer.TokenizerSpec;
import dev.thimble.core.tokenizer.WordPiece;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the older form of a BERT tokenizer: a vocabulary with one token a line, its id the line's number from 0. */
final class VocabTxt {
    private static final int MAX_CHARS = 100;

    private final Vocabulary vocabulary = new Vocabulary("vocab.txt");
    private final TokenizerConfig config;

    private VocabTxt(TokenizerConfig config) {
        this.config = config;
    }

    static TokenizerSpec read(Path file, TokenizerConfig config) {
        VocabTxt reader = new VocabTxt(config);
        reader.addLines(text(file));
        return reader.spec();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ThimbleException(TokenizerProblem.UNREADABLE.at("vocab.txt", e.toString()), e);
        }
    }

    private void addLines(String text) {
        String[] lines = text.split("\n", -1);
        int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        for (int i = 0; i < count; i++) {
            vocabulary.add(lines[i].stripTrailing(), i);
        }
    }

    private TokenizerSpec spec() {
        int unknown = special("unk_token", "[UNK]");
        Template template =
                new Template(List.of(special("cls_token", "[CLS]")), List.of(special("sep_token", "[SEP]")));
        return new TokenizerSpec(
                new WordPiece(vocabulary.ids(), unknown, "##", MAX_CHARS),
                config.normalizer(),
                PreTokenizer.BERT,
                template,
                addedTokens());
    }

    private int special(String name, String fallback) {
        return vocabulary.id(config.specialToken(name, fallback), "vocab.txt");
    }

    private List<AddedToken> addedTokens() {
        Stream<String> names = Stream.of(
                config.specialToken("unk_token", "[UNK]"),
                config.specialToken("sep_token", "[SEP]"),
                config.specialToken("pad_token", "[PAD]"),
                config.specialToken("cls_token", "[CLS]"),
                config.specialToken("mask_token", "[MASK]"));
        return names.distinct()
                .filter(vocabulary::has)
                .map(token -> new AddedToken(vocabulary.id(token, "vocab.txt"), token, false))
                .toList();
    }
}
