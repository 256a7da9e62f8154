package dev.thimble.cli.command;

import dev.thimble.pipeline.vocabulary.VocabularyWish;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which entries of a vocabulary stay, on every command that quantises a model of the user's. */
public final class VocabularyFlag {
    @Option(
            names = "--vocabulary",
            paramLabel = "N|seen",
            converter = WishConverter.class,
            description =
                    "entries of the vocabulary that stay: those that the calibration file uses, or N in all, the most"
                            + " used ones first; and always those without which a word could become unknown")
    private Optional<VocabularyWish> wish = Optional.empty();

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,5}");

    /** Reads a number, or the word for what is used. */
    static final class WishConverter implements ITypeConverter<VocabularyWish> {
        @Override
        public VocabularyWish convert(String word) {
            return parsed(word);
        }
    }

    /**
     * The same for other commands.
     *
     * @throws TypeConversionException where it is neither
     */
    public static VocabularyWish parsed(String word) {
        if (word.equals(VocabularyWish.SEEN)) {
            return VocabularyWish.seen();
        }
        if (!NUMBER.matcher(word).matches()) {
            throw new TypeConversionException("\"" + word + "\" is neither \"seen\" nor a number of entries");
        }
        return VocabularyWish.most(Integer.parseInt(word));
    }

    /** What was asked for. */
    public Optional<VocabularyWish> wish() {
        return wish;
    }
}
