package dev.thimble.cli.command;

import dev.thimble.frontend.tokenizer.TokenizerReading;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a model folder's tokenizer is read, for every command that reads a model folder. */
final class ReadingFlag {
    @Option(
            names = "--tokenizer-reading",
            paramLabel = "R",
            description =
                    "${COMPLETION-CANDIDATES}: where readers of a model folder disagree, tokenizer.json as it is, or"
                            + " what the tokenizer's class in transformers 5 makes of the folder")
    private Optional<TokenizerReading> reading = Optional.empty();

    /** The reading that was asked for; empty: all readers must agree. */
    Optional<TokenizerReading> reading() {
        return reading;
    }
}
