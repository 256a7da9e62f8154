package dev.thimble.frontend.tokenizer;

import dev.thimble.core.diag.Diagnostic;
import dev.thimble.core.diag.ModelProblem;
import dev.thimble.core.diag.ThimbleException;
import dev.thimble.core.diag.TokenizerProblem;
import dev.thimble.frontend.files.ModelFile;
import dev.thimble.tokenizer.TokenizerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the tokenizer of a Hugging Face model folder. Three readers count: the tokenizers library, which reads
 * {@code tokenizer.json} as it is, and AutoTokenizer of transformers 4 and 5. Where those that can read the folder agree
 * there is nothing to choose.
 */
public final class TokenizerReader {
    private static final List<String> OTHER_FORMS =
            List.of("vocab.json", "spiece.model", "sentencepiece.bpe.model", "tokenizer.model");

    private final Path folder;
    private final Sources sources;

    private TokenizerReader(Path folder) {
        this.folder = folder;
        this.sources = Sources.read(folder);
    }

    /** The tokenizer on which all readers of the folder agree. */
    public static TokenizerSpec read(Path modelFolder) {
        return read(modelFolder, Optional.empty()).spec();
    }

    /**
     * The tokenizer of the folder.
     *
     * @param asked which reading counts; empty: they must agree
     * @throws ThimbleException when there is none, when a file is broken, when readers disagree, or when the tokenizer
     *     does something that would change the ids and is not supported
     */
    public static ReadTokenizer read(Path modelFolder, Optional<TokenizerReading> asked) {
        TokenizerReader reader = new TokenizerReader(modelFolder);
        return new ReadTokenizer(reader.chosen(asked).spec(), LongestText.of(reader.sources.config()));
    }

    /** The tokenizer of a folder with a {@code tokenizer.json} of {@link TokenizerWriter}, exactly as it was written. */
    public static TokenizerSpec written(Path folder) {
        return TokenizerJson.written(JsonFile.read(folder, ModelFile.TOKENIZER)).spec();
    }

    private Reading chosen(Optional<TokenizerReading> asked) {
        if (!asked.equals(Optional.of(TokenizerReading.FILE))) {
            JsonFields side = sources.config().get("truncation_side");
            side.refuseUnless(side.optionalText().orElse("right").equals("right"), "truncation side");
        }
        if (!sources.tokenizer().isMissing()) {
            return asked.map(this::ofFile).orElseGet(this::agreed);
        }
        if (!ModelFile.VOCABULARY.isIn(folder)) {
            throw missing();
        }
        return ofVocabulary(asked);
    }

    /** Other forms of a tokenizer become a tokenizer.json when they are saved. */
    private ThimbleException missing() {
        Diagnostic missing = ModelProblem.FILE_MISSING.at("", ModelFile.TOKENIZER.fileName());
        return OTHER_FORMS.stream()
                .filter(name -> Files.exists(folder.resolve(name)))
                .findFirst()
                .map(name -> missing.withHint("it has " + name
                        + ": AutoTokenizer.from_pretrained(folder).save_pretrained(folder) writes tokenizer.json"))
                .map(ThimbleException::new)
                .orElseGet(() -> new ThimbleException(missing));
    }

    private Reading ofFile(TokenizerReading asked) {
        if (asked == TokenizerReading.FILE) {
            return TokenizerJson.read(sources.tokenizer());
        }
        TokenizerClass tokenizerClass = TokenizerClass.of(sources);
        return readable(
                Library.FIVE,
                tokenizerClass,
                reader -> tokenizerClass.isBert()
                        ? reader.built(vocabulary())
                        : reader.of(TokenizerJson.read(sources.tokenizer())));
    }

    private Map<String, Integer> vocabulary() {
        return Vocabulary.read(sources.tokenizer().get("model").get("vocab")).ids();
    }

    private Reading agreed() {
        Reading file = TokenizerJson.read(sources.tokenizer());
        TokenizerClass tokenizerClass = TokenizerClass.of(sources);
        List<Reading> readings = new ArrayList<>(List.of(file));
        for (Library library : List.of(Library.FIVE, Library.FOUR)) {
            tried(library, tokenizerClass, reader -> reader.of(file)).ifPresent(readings::add);
        }
        return agreed(readings);
    }

    /** Without a name of a class a vocabulary is BERT's. */
    private Reading ofVocabulary(Optional<TokenizerReading> asked) {
        if (asked.equals(Optional.of(TokenizerReading.FILE))) {
            throw new ThimbleException(
                    ModelProblem.FILE_MISSING.at("--tokenizer-reading file", ModelFile.TOKENIZER.fileName()));
        }
        TokenizerClass named = TokenizerClass.of(sources);
        TokenizerClass tokenizerClass = named.name().isEmpty() ? new TokenizerClass("BertTokenizer", true) : named;
        Map<String, Integer> vocabulary = VocabTxt.read(folder);
        Function<ClassReader, Reading> built = reader -> reader.built(vocabulary);
        List<Reading> readings = new ArrayList<>();
        if (asked.isEmpty()) {
            tried(Library.FIVE, tokenizerClass, built).ifPresent(readings::add);
            tried(Library.FOUR, tokenizerClass, built).ifPresent(readings::add);
        }
        return readings.isEmpty() ? readable(Library.FIVE, tokenizerClass, built) : agreed(readings);
    }

    private static Reading agreed(List<Reading> readings) {
        Reading first = readings.get(0);
        for (Reading other : readings.subList(1, readings.size())) {
            Difference.of(first, other).ifPresent(difference -> {
                throw new ThimbleException(TokenizerProblem.READINGS_DIFFER.at(
                        "", first.reader(), difference.one(), other.reader(), difference.other()));
            });
        }
        return first;
    }

    private Optional<Reading> tried(
            Library library, TokenizerClass tokenizerClass, Function<ClassReader, Reading> reading) {
        try {
            return Optional.of(reading.apply(new ClassReader(sources, library, tokenizerClass)));
        } catch (UnreadableByLibrary e) {
            return Optional.empty();
        }
    }

    private Reading readable(Library library, TokenizerClass tokenizerClass, Function<ClassReader, Reading> reading) {
        try {
            return reading.apply(new ClassReader(sources, library, tokenizerClass));
        } catch (UnreadableByLibrary e) {
            throw new ThimbleException(TokenizerProblem.UNREADABLE_BY_CLASS.at("", library, e.getMessage()), e);
        }
    }
}
