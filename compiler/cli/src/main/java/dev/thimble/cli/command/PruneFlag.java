package dev.thimble.cli.command;

import dev.thimble.core.prune.PruneShare;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How many channels and heads go, on every command that quantises a model of the user's. */
public final class PruneFlag {
    @Option(
            names = "--prune",
            paramLabel = "PERCENT",
            converter = ShareConverter.class,
            description =
                    "share of the weights of feed-forward parts and attention heads that goes, 1 to 90: the channels"
                            + " and heads that the logits miss least, measured on the calibration file; the weights of the others"
                            + " make up for them (none by default)")
    private Optional<PruneShare> share = Optional.empty();

    /** Reads a whole number of percent. */
    static final class ShareConverter implements ITypeConverter<PruneShare> {
        private static final Pattern PERCENT = Pattern.compile("[1-9]\\d?");

        @Override
        public PruneShare convert(String word) {
            if (!PERCENT.matcher(word).matches() || Integer.parseInt(word) > PruneShare.MOST) {
                throw new TypeConversionException("\"" + word + "\" is no whole number from 1 to " + PruneShare.MOST);
            }
            return new PruneShare(Integer.parseInt(word));
        }
    }

    /** What was asked for. */
    public Optional<PruneShare> share() {
        return share;
    }
}
