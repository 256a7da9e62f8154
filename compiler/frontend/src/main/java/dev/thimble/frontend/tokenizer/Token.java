package dev.thimble.frontend.tokenizer;

/**
 * An added token with everything that the libraries know of it; two are the same only if all of it is.
 *
 * @param content its text
 * @param singleWord found only where no word character stands beside it
 * @param lstrip takes the blanks before it
 * @param rstrip takes the blanks behind it
 * @param normalized looked for in the normalised text
 * @param special never split, unless special tokens are
 */
record Token(String content, boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized, boolean special) {

    /** A special token of which only the text is given. */
    static Token special(String content) {
        return new Token(content, false, false, false, false, true);
    }

    /** A token of which only the text is given, special or not; only the latter are looked for in normalised text. */
    static Token plain(String content, boolean special) {
        return new Token(content, false, false, false, !special, special);
    }

    /** A token as files hold it: an object of these fields; absent ones are false, but normalized. */
    static Token read(JsonFields fields) {
        return read(fields, fields.get("special").flagOr(false));
    }

    /** The same where the place says whether it is special. */
    static Token read(JsonFields fields, boolean special) {
        fields.object("id", "__type", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
        return new Token(
                fields.get("content").text(),
                fields.get("single_word").flagOr(false),
                fields.get("lstrip").flagOr(false),
                fields.get("rstrip").flagOr(false),
                fields.get("normalized").flagOr(!special),
                special);
    }

    /** The same token, special. */
    Token asSpecial() {
        return new Token(content, singleWord, lstrip, rstrip, normalized, true);
    }
}
