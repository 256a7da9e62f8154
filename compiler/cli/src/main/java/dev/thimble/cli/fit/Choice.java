package dev.thimble.cli.fit;

import dev.thimble.backendc.CPackage;
import dev.thimble.cli.run.Evaluation;
import dev.thimble.core.target.Section;
import dev.thimble.pipeline.Compilation;
import dev.thimble.pipeline.fit.Forecast;
import dev.thimble.pipeline.fit.WeightBits;
import java.util.stream.Stream;

/**
 * A model with its weights in so many bits.
 *
 * @param vocabulary which entries stay, as the option says it; empty: all
 * @param bits in the mean
 * @param flash bytes of constants
 * @param ram bytes of the arena and the context
 * @param decibels signal to quantisation noise of the logits, on calibration sentences
 * @param result answers compared with the float model's, and with labels
 */
public record Choice(
        String vocabulary, WeightBits bits, long flash, long ram, double decibels, Evaluation.Result result) {

    static Choice of(String vocabulary, WeightBits bits, Compilation compilation, Evaluation.Result result) {
        CPackage code = compilation.code();
        return new Choice(
                vocabulary,
                bits,
                Stream.of(Section.WEIGHTS, Section.TABLES, Section.TOKENIZER)
                        .mapToLong(code::bytes)
                        .sum(),
                code.arena() + code.contextBytes(),
                compilation.effects().stream()
                        .filter(effect -> effect.step().equals("all"))
                        .findFirst()
                        .orElseThrow()
                        .decibels(),
                result);
    }

    /** The options of {@code compile} that make it. */
    String options() {
        String entries = vocabulary.isEmpty() ? "" : "--vocabulary " + vocabulary + " ";
        return entries + "--embedding-bits " + bits.tokens() + " --matrix-bits " + bits.matrices();
    }

    /** All of it, with the most that code and stack may take. */
    long atMost() {
        return flash + ram + Forecast.CODE_AND_STACK;
    }

    /** Of all labels, those that are the float model's. */
    double agreement() {
        return result.agreement();
    }
}
