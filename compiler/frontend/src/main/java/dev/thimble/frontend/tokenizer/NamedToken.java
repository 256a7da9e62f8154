package dev.thimble.frontend.tokenizer;

/**
 * A special token that the files beside the tokenizer name.
 *
 * @param token what it is
 * @param plain whether only its text is given
 * @param early whether the libraries know its text already when they read added_tokens.json
 */
record NamedToken(Token token, boolean plain, boolean early) {

    static NamedToken plain(String content) {
        return new NamedToken(Token.special(content), true, true);
    }

    /** A token that is given with all that there is to it. */
    static NamedToken whole(Token token) {
        return new NamedToken(token, false, false);
    }

    String content() {
        return token.content();
    }
}
