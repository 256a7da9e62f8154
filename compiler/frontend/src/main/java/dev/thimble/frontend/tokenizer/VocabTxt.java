package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.frontend.files.ModelFile;
import dev.thimble.tokenizer.pretokenize.CharKind;
import dev.thimble.tokenizer.pretokenize.PreTokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Reads the older form of a BERT vocabulary: one token a line, its id the line's number from 0. */
final class VocabTxt {
    private static final String FILE = ModelFile.VOCABULARY.fileName();

    private VocabTxt() {}

    static Map<String, Integer> read(Path folder) {
        Vocabulary vocabulary = new Vocabulary(FILE);
        String[] lines = text(ModelFile.VOCABULARY.read(folder)).split("\n", -1);
        int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        for (int i = 0; i < count; i++) {
            vocabulary.add(token(lines[i], i + 1), i);
        }
        return vocabulary.ids();
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ThimbleException(TokenizerProblem.UNREADABLE.at(FILE, "it is not UTF-8"), e);
        }
    }

    /** What a line's end is, and whether blanks before it are part of the token, depends on who reads. */
    private static String token(String line, int number) {
        String token = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        boolean blankEnd = !token.isEmpty()
                && CharKind.of(PreTokenizer.WHITESPACE, token.codePointBefore(token.length())) == CharKind.SPACE;
        if (blankEnd || token.indexOf('\r') >= 0) {
            throw new ThimbleException(TokenizerProblem.UNREADABLE.at(
                    FILE + ", line " + number,
                    blankEnd ? "a blank ends the line" : "a carriage return stands inside the line"));
        }
        return token;
    }
}
