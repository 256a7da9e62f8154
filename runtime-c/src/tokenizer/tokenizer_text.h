/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what the tokenizers share: words of a text, and where ids go. */
#ifndef THIMBLE_TOKENIZER_TEXT_H
#define THIMBLE_TOKENIZER_TEXT_H

#include "thimble/tokenizer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The most characters that one code point becomes. */
#define THIMBLE_TEXT_SEQUENCE 4

/* A place in the text. A copy of it reads the same characters again, so no word is ever stored. */
typedef struct {
    const uint8_t *at;
    const uint8_t *end;
    uint16_t pending[THIMBLE_TEXT_SEQUENCE];
    uint8_t pending_at;
    uint8_t pending_count;
} thimble_cursor_t;

/* What comes next in a text. */
typedef enum { THIMBLE_TEXT_END, THIMBLE_TEXT_CHAR, THIMBLE_TEXT_TOKEN } thimble_text_event_t;

/* A place in a word. */
typedef struct {
    thimble_cursor_t cursor;
    /* 1 before the first character was read. */
    uint8_t fresh;
    /* Whether the word consists of characters from first_other on. */
    uint8_t other;
} thimble_word_t;

/* Where ids go: at most room of them are stored, more are counted. */
typedef struct {
    uint16_t *ids;
    size_t room;
    size_t count;
} thimble_sink_t;

/* The effect of a code point: that of the last run that starts at or before it. */
static inline uint32_t thimble_text_effect(const thimble_tokenizer_text_data *t, uint32_t code_point)
{
    const uint32_t low16 = code_point & 0xFFFFu;
    uint32_t low = t->plane_runs[code_point >> 16];
    uint32_t high = t->plane_runs[(code_point >> 16) + 1];
    while (high - low > 1) {
        const uint32_t middle = (low + high) / 2;
        if (t->run_starts[middle] <= low16) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return t->effects8 != NULL ? t->effects8[low] : t->effects16[low];
}

/* The place before the first of len bytes. */
thimble_cursor_t thimble_text_start(const char *utf8, size_t len);

/*
 * Goes to the next word or added token: THIMBLE_TEXT_CHAR (the word begins at *word, the cursor stands at its first
 * character), THIMBLE_TEXT_TOKEN (*value is its id, the cursor behind it) or THIMBLE_TEXT_END.
 */
thimble_text_event_t thimble_text_next(const thimble_tokenizer_text_data *t, thimble_cursor_t *cursor,
                                       thimble_word_t *word, uint16_t *value);

/* Reads the word's next character; 0 at its end, where the word's cursor is that of the text behind it. */
int thimble_word_next(const thimble_tokenizer_text_data *t, thimble_word_t *word, uint16_t *character);

/* Starts the output with the special ids; 0 when there is no room. */
int thimble_sink_begin(thimble_sink_t *sink, const thimble_tokenizer_data *t, uint16_t *ids, size_t max_ids);

/* Takes one id. */
void thimble_sink_put(thimble_sink_t *sink, uint16_t id);

/* Whether more ids came than there is room for; nothing after that matters. */
int thimble_sink_full(const thimble_sink_t *sink);

/* Ends the output with the special ids. */
void thimble_sink_close(const thimble_sink_t *sink, const thimble_tokenizer_data *t, size_t *count, int *truncated);

#ifdef __cplusplus
}
#endif

#endif
