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
    /** Two files that say different things. */
    CONTRADICTION(
            208,
            "the file says %s, but the tokenizer has %s",
            "save the tokenizer again with save_pretrained so that its files agree"),
    /** An added token whose id would be ignored by the library. */
    ADDED_TOKEN_ID(209, "the added token \"%s\" says id %d, but by its place it is %d", ""),
    /** A token that is there twice. */
    DUPLICATE_TOKEN(210, "the token \"%s\" is there twice", ""),
    /** The file cannot be read. */
    UNREADABLE(211, "the file cannot be read: %s", ""),
    /** A tokenizer that the tables of the C tokenizer cannot hold. */
    TABLE_LIMIT(212, "the tokenizer has %s, more than the %d that its tables on the device can hold", "");

    private final int code;
    private final String sentence;
    private final String hint;

    TokenizerProblem(int code, String sentence, String hint) {
        this.code = code;
        this.sentence = sentence;
        this.hint = hint;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public String hint() {
        return hint;
    }
}
