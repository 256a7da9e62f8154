package dev.thimble.cli.fit;

import dev.thimble.cli.run.VocabularyText;
import dev.thimble.pipeline.fit.WeightBits;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was tried, most bits first.
 *
 * @param fitting the most bits that fit
 * @param vocabulary what a smaller vocabulary does to the data, where it is one
 * @param budget bytes of flash and RAM
 * @param leastAgreement share of labels that must be the float model's, 0 to 1
 */
record Table(
        List<Choice> choices,
        WeightBits fitting,
        Optional<VocabularyText> vocabulary,
        long budget,
        double leastAgreement) {
    /** Copies the list. */
    Table {
        choices = List.copyOf(choices);
    }

    /**
     * Whether a choice fits the board and the budget. What was found to fit leaves room for more code than there is, so a
     * little more RAM, which other bits may choose, does no harm.
     */
    boolean fits(Choice choice) {
        return choice.bits().atMost(fitting).equals(choice.bits()) && choice.flash() + choice.ram() <= budget;
    }

    private boolean isGood(Choice choice) {
        return fits(choice) && choice.result().agreement() >= leastAgreement;
    }

    /** The choice of the most bits that fits and agrees enough. */
    Optional<Choice> best() {
        return choices.stream().filter(this::isGood).findFirst();
    }

    /** What {@code compile --fit} takes, whether that is enough or not. */
    Choice taken() {
        return choices.stream()
                .filter(choice -> choice.bits().equals(fitting))
                .findFirst()
                .orElseThrow();
    }

    String text() {
        String rows = choices.stream().map(this::row).collect(Collectors.joining());
        return String.format(
                        Locale.ROOT,
                        "%-40s %12s %9s %12s  %-5s %9s %10s%s%n",
                        "",
                        "flash",
                        "RAM",
                        "with code *",
                        "fits",
                        "logits",
                        "agreement",
                        labelled() ? "   accuracy" : "")
                + rows
                + String.format(
                        Locale.ROOT, "* and stack: at most, known after the build; the budget is %,d bytes%n", budget)
                + vocabulary.map(costs -> costs.line() + System.lineSeparator()).orElse("")
                + conclusion();
    }

    private boolean labelled() {
        return choices.get(0).result().labelled() > 0;
    }

    private String row(Choice choice) {
        return String.format(
                Locale.ROOT,
                "--embedding-bits %-4s --matrix-bits %-4s %,12d %,9d %,12d  %-5s %6.1f dB %8.2f %%%s%n",
                choice.bits().tokens(),
                choice.bits().matrices(),
                choice.flash(),
                choice.ram(),
                choice.atMost(),
                fits(choice) ? "yes" : "no",
                choice.decibels(),
                100 * choice.result().agreement(),
                labelled()
                        ? String.format(
                                Locale.ROOT, " %8.2f %%", 100 * choice.result().accuracy())
                        : "");
    }

    private String conclusion() {
        Choice taken = taken();
        if (!fits(taken)) {
            return String.format(
                    Locale.ROOT, "nothing fits, not even %s", taken.bits().text());
        }
        String text = String.format(
                Locale.ROOT,
                "compile --fit takes %s in the mean: %.2f %% of %d labels are the float model's%s",
                taken.bits().text(),
                100 * taken.result().agreement(),
                taken.result().rows(),
                labelled() ? accuracy(taken) : "");
        if (isGood(taken)) {
            return text;
        }
        return text
                + best().map(choice -> String.format(
                                Locale.ROOT,
                                "%n--embedding-bits %s --matrix-bits %s has at least %.2f %%: %.2f %%",
                                choice.bits().tokens(),
                                choice.bits().matrices(),
                                100 * leastAgreement,
                                100 * choice.result().agreement()))
                        .orElseGet(() -> String.format(
                                Locale.ROOT,
                                "%nnothing that fits agrees with the float model in %.2f %%",
                                100 * leastAgreement));
    }

    private static String accuracy(Choice choice) {
        return String.format(
                Locale.ROOT,
                ", accuracy %.2f %% instead of %.2f %%",
                100 * choice.result().accuracy(),
                100 * choice.result().floatAccuracy());
    }
}
