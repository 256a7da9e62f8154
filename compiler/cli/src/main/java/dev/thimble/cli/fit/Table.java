package dev.thimble.cli.fit;

import dev.thimble.cli.run.VocabularyText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was tried, and what of it is good.
 *
 * @param varieties at least one, those with more entries first
 * @param budget bytes of flash and RAM
 * @param leastAgreement share of labels that must be the float model's, 0 to 1
 */
record Table(List<Variety> varieties, long budget, double leastAgreement) {
    /** Copies the list. */
    Table {
        varieties = List.copyOf(varieties);
    }

    /** All that was tried. */
    List<Choice> choices() {
        return varieties.stream().flatMap(variety -> variety.choices().stream()).toList();
    }

    /** Whether a choice fits the board and the budget. */
    boolean fits(Choice choice) {
        return varieties.stream()
                .filter(variety -> variety.choices().contains(choice))
                .anyMatch(variety -> variety.fits(choice, budget));
    }

    private boolean isGood(Choice choice) {
        return fits(choice) && choice.agreement() >= leastAgreement;
    }

    /** What {@code compile --fit} takes of each vocabulary. */
    private Stream<Choice> allTaken() {
        return varieties.stream().flatMap(variety -> variety.taken().stream()).filter(this::fits);
    }

    /** The choice of the most entries and bits that fits and agrees enough. */
    Optional<Choice> best() {
        return allTaken()
                .filter(this::isGood)
                .findFirst()
                .or(() -> choices().stream().filter(this::isGood).findFirst());
    }

    /**
     * What {@code compile --fit} takes: of several vocabularies, with the one that is best; with the one that agrees most,
     * where none is good.
     */
    Optional<Choice> taken() {
        return allTaken()
                .filter(this::isGood)
                .findFirst()
                .or(() -> allTaken().max(Comparator.comparingDouble(Choice::agreement)));
    }

    /** What a smaller vocabulary does to the data, in a line each. */
    List<String> vocabularyLines() {
        return varieties.stream()
                .flatMap(variety -> variety.costs().stream())
                .map(VocabularyText::line)
                .toList();
    }

    String text() {
        int width = choices().stream()
                .mapToInt(choice -> choice.options().length())
                .max()
                .orElse(0);
        String head = String.format(
                Locale.ROOT,
                "%-" + width + "s %12s %9s %12s  %-5s %9s %10s%s%n",
                "",
                "flash",
                "RAM",
                "with code *",
                "fits",
                "logits",
                "agreement",
                labelled() ? "   accuracy" : "");
        return head
                + choices().stream().map(choice -> row(choice, width)).collect(Collectors.joining())
                + String.format(
                        Locale.ROOT, "* and stack: at most, known after the build; the budget is %,d bytes%n", budget)
                + vocabularyLines().stream()
                        .map(line -> line + System.lineSeparator())
                        .collect(Collectors.joining())
                + conclusion();
    }

    private boolean labelled() {
        return choices().get(0).result().labelled() > 0;
    }

    private String row(Choice choice, int width) {
        return String.format(
                Locale.ROOT,
                "%-" + width + "s %,12d %,9d %,12d  %-5s %6.1f dB %8.2f %%%s%n",
                choice.options(),
                choice.flash(),
                choice.ram(),
                choice.atMost(),
                fits(choice) ? "yes" : "no",
                choice.decibels(),
                100 * choice.agreement(),
                labelled()
                        ? String.format(
                                Locale.ROOT, " %8.2f %%", 100 * choice.result().accuracy())
                        : "");
    }

    private String conclusion() {
        return taken().map(this::conclusion).orElseGet(this::nothing) + moreVocabularies();
    }

    private String nothing() {
        Choice least = choices().get(choices().size() - 1);
        return "nothing fits, not even " + least.options();
    }

    private String conclusion(Choice taken) {
        String text = String.format(
                Locale.ROOT,
                "compile --fit%s takes %s in the mean: %.2f %% of %d labels are the float model's%s",
                taken.vocabulary().isEmpty() ? "" : " --vocabulary " + taken.vocabulary(),
                taken.bits().text(),
                100 * taken.agreement(),
                taken.result().rows(),
                labelled() ? accuracy(taken) : "");
        return isGood(taken) ? text : text + System.lineSeparator() + other();
    }

    /** What is good where that which is taken is not. */
    private String other() {
        return best().map(choice -> String.format(
                        Locale.ROOT,
                        "%s has at least %.2f %%: %.2f %%",
                        choice.options(),
                        100 * leastAgreement,
                        100 * choice.agreement()))
                .orElseGet(() -> String.format(
                        Locale.ROOT, "nothing that fits agrees with the float model in %.2f %%", 100 * leastAgreement));
    }

    /** What else could be looked at. */
    private String moreVocabularies() {
        boolean onlyWhole =
                varieties.size() == 1 && varieties.get(0).vocabulary().isEmpty();
        return onlyWhole && best().isEmpty()
                ? System.lineSeparator() + "--vocabulary search looks at smaller vocabularies, too"
                : "";
    }

    private static String accuracy(Choice choice) {
        return String.format(
                Locale.ROOT,
                ", accuracy %.2f %% instead of %.2f %%",
                100 * choice.result().accuracy(),
                100 * choice.result().floatAccuracy());
    }
}
