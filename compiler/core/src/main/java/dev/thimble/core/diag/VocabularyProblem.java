package dev.thimble.core.diag;

/** 12xx: vocabularies of which entries are to go. */
public enum VocabularyProblem implements Problem {
    /** Nothing says which entries are used. */
    NO_SENTENCES(
            1201,
            "which entries of the vocabulary are used is counted in the calibration file, and none is given",
            "give real sentences with --calibration FILE",
            ExitStatus.USAGE),
    /** Fewer entries than a tokenizer can do with. */
    TOO_FEW(
            1202,
            "a vocabulary of %d entries is too small: %d must stay, for without them a word could become unknown",
            "ask for at least so many, or for seen",
            ExitStatus.USAGE),
    /** A WordPiece vocabulary in which a longest match may lead where nothing goes on. */
    NOT_CLOSED(
            1203,
            "no entry can go: \"%s\" goes on with \"%s\", and there is no entry \"%s\", so a word might become unknown"
                    + " when it is taken apart in another way, as entries that end with \"%s\" could be",
            "leave --vocabulary out; --fit makes the rows of entries smaller"),
    /** A merge that makes a known token of an unknown character. */
    UNKNOWN_MERGED(
            1204,
            "no entry can go: the tokenizer merges its unknown token into \"%s\", so a word might become unknown",
            "leave --vocabulary out; --fit makes the rows of entries smaller"),
    /** Token ids without an entry, and without the text that they came from. */
    ENTRY_GONE(
            1205,
            "the token id %d has no entry in the smaller vocabulary, and the line has no text to be tokenized again",
            "add \"text\" to the line"),
    /** Other sentences for a vocabulary that stays whole. */
    NOTHING_GOES(
            1206,
            "sentences that show what a smaller vocabulary costs are given, and none is asked for",
            "add --vocabulary",
            ExitStatus.USAGE);

    private final CatalogueEntry entry;

    VocabularyProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    VocabularyProblem(int code, String sentence, String hint, ExitStatus status) {
        this.entry = new CatalogueEntry(code, sentence, hint, status);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
