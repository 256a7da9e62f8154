/*
 * The line protocol between the compiler's verifier and a compiled model, the same on the host and on a board.
 *
 * At start the program says "thimble 1 <name> ..", the names of its models. Then it answers each line with one line:
 *
 *   u <name>        what follows is for the model of this name; until then for the first: "ok <name>"
 *   t <hex>         classify the UTF-8 text whose bytes are the pairs of hexadecimal digits
 *   i <id> <id> ..  classify these token ids (decimal)
 *   x <id> <id> ..  the same, and before the answer every value as "v <name> <row> <width> <int>..", one row a line
 *                   (only in programs built with THIMBLE_TRACE)
 *   p <id> <id> ..  the same as i, and before the answer the instructions of each run of each step as
 *                   "m <name> <rows> <instructions>", steps named by their values; "(start)" is what comes before the
 *                   first step, "(answer)" what comes after the last; the answer's instructions are their sum
 *                   (only in programs built with THIMBLE_PROFILE)
 *   s               "ok stack <peak> <at the call> arena <bytes>": stack painting, and the arena of the model in use
 *   q               "ok bye", and the program ends with status 0
 *
 * A program built with THIMBLE_UPDATES has the requests of updates.h as well, one built with THIMBLE_TRAINING those of
 * training.h and rounds.h.
 *
 *   ok <label> <truncated> <instructions> ids <n> <id>.. logits <k> <int>..
 *   err <reason>    with one word: syntax, long, unknown, model<code>, fault
 *
 * <instructions> counts the call of the model alone (tokenizer included for a text), 0 where nothing counts.
 * End of input ends the program like q, without a word.
 */
#ifndef THIMBLE_PROTOCOL_H
#define THIMBLE_PROTOCOL_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Longest line in bytes without its newline, but for texts: 4,096 ids of up to five digits. A text may have as many
 * bytes, or as many as the board has memory to spare (thimble_board_spare), whichever are more.
 */
#ifndef THIMBLE_LINE_MAX
#define THIMBLE_LINE_MAX 24578u
#endif

/* Says hello and answers lines until "q" or the end of input. */
void thimble_protocol_serve(void);

#ifdef __cplusplus
}
#endif

#endif
