package dev.thimble.cli.fit;

import dev.thimble.cli.run.VocabularyText;
import dev.thimble.pipeline.fit.WeightBits;
import java.util.List;
import java.util.Optional;

/**
 * A model with one vocabulary, and what was tried of its weights.
 *
 * @param vocabulary which entries stay, as the option says it; empty: all
 * @param fitting the most bits that fit, in the order in which they would be given up; nothing where nothing fits
 * @param costs what that vocabulary does to the data, where entries went
 * @param choices the largest first
 */
record Variety(String vocabulary, Optional<WeightBits> fitting, Optional<VocabularyText> costs, List<Choice> choices) {
    /** Copies the list. */
    Variety {
        choices = List.copyOf(choices);
    }

    /**
     * Whether a choice fits the board and the budget. What was found to fit leaves room for more code than there is, so a
     * little more RAM, which other bits may choose, does no harm.
     */
    boolean fits(Choice choice, long budget) {
        return fitting.map(most -> choice.bits().atMost(most).equals(choice.bits()))
                        .orElse(false)
                && choice.flash() + choice.ram() <= budget;
    }

    /** What {@code compile --fit} takes of this vocabulary, if anything fits. */
    Optional<Choice> taken() {
        return choices.stream()
                .filter(choice -> fitting.filter(choice.bits()::equals).isPresent())
                .findFirst();
    }
}
