package dev.thimble.core.diag;

/** 02xx: tokenizer.json and vocab.txt. */
public enum TokenizerProblem implements Problem {
    /** A part of tokenizer.json that would change the ids and is not known here. */
    UNSUPPORTED_PART(201, "%s \"%s\" is not supported", ""),
    /** A file that is no JSON, or too deeply nested. */
    NOT_JSON(202, "the file is not usable JSON: %s", ""),
    /** A field that is missing or of another kind. */
    BAD_FIELD(203, "%s is expected here", ""),
    /** An id that no embedding row can have. */
    BAD_ID(204, "the token \"%s\" has the id %s", "ids are whole numbers from 0 to 65535"),
    /** Two tokens with one id. */
    DUPLICATE_ID(205, "the tokens \"%s\" and \"%s\" share the id %d", ""),
    /** A token that is named but not there. */
    UNKNOWN_TOKEN(206, "the token \"%s\" is not in the vocabulary", ""),
    /** A merge that cannot be carried out. */
    BAD_MERGE(207, "a merge %s", "a merge is two tokens of the vocabulary"),
    /** An added token whose id would be ignored by the library. */
    ADDED_TOKEN_ID(209, "the added token \"%s\" says id %d, but by its place it is %d", ""),
    /** A token that is there twice. */
    DUPLICATE_TOKEN(210, "the token \"%s\" is there twice", ""),
    /** The file cannot be read. */
    UNREADABLE(211, "the file cannot be read: %s", ""),
    /** A tokenizer that the tables of the C tokenizer cannot hold. */
    TABLE_LIMIT(212, "the tokenizer has %s, more than the %d that its tables on the device can hold", ""),
    /** Readers of the folder that would give other ids. */
    READINGS_DIFFER(
            213,
            "the tokenizer can be read in two ways: %s has %s; %s has %s",
            "say what the model was trained with: --tokenizer-reading file takes tokenizer.json as it is, class what"
                    + " transformers 5 makes of the folder"),
    /** A class of tokenizers that builds what is not known here. */
    CLASS_UNKNOWN(
            214,
            "the tokenizer class \"%s\" is not supported",
            "--tokenizer-reading file takes tokenizer.json as it is, whatever the class"),
    /** A folder that the library itself ends with an error on. */
    UNREADABLE_BY_CLASS(
            215, "%s cannot read this tokenizer: %s", "load it in transformers and save it again with save_pretrained");

    private final CatalogueEntry entry;

    TokenizerProblem(int code, String sentence, String hint) {
        this.entry = CatalogueEntry.of(code, sentence, hint);
    }

    @Override
    public CatalogueEntry entry() {
        return entry;
    }
}
