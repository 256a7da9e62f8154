/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: text to words: UTF-8, normalisation, added tokens, word boundaries. */
#include "tokenizer_text.h"

#include <string.h>

#define REPLACEMENT 0xFFFDu
#define SYLLABLES 0xAC00u
#define SYLLABLE_COUNT 11172u

/*
 * Continuation bytes of a sequence. The bounds hold for the first of them: they exclude overlong forms, surrogates and
 * what lies beyond U+10FFFF.
 */
static uint32_t decode_rest(thimble_cursor_t *cursor, uint32_t value, int count, uint8_t low, uint8_t high)
{
    int i;
    for (i = 0; i < count; i++) {
        if (cursor->at == cursor->end || *cursor->at < low || *cursor->at > high) {
            return REPLACEMENT;
        }
        value = value << 6 | (*cursor->at & 0x3Fu);
        cursor->at++;
        low = 0x80;
        high = 0xBF;
    }
    return value;
}

/* Requires a byte; reads at least one. */
static uint32_t decode(thimble_cursor_t *cursor)
{
    const uint8_t lead = *cursor->at++;
    if (lead < 0x80) {
        return lead;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return REPLACEMENT;
    }
    if (lead < 0xE0) {
        return decode_rest(cursor, lead & 0x1Fu, 1, 0x80, 0xBF);
    }
    if (lead < 0xF0) {
        return decode_rest(cursor, lead & 0x0Fu, 2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    }
    return decode_rest(cursor, lead & 0x07u, 3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
}

static void append(const thimble_tokenizer_text_data *t, thimble_cursor_t *cursor, uint32_t code_point)
{
    const uint32_t effect = thimble_text_effect(t, code_point);
    uint32_t i;
    if (effect < t->char_count) {
        cursor->pending[cursor->pending_count++] = (uint16_t)effect;
        return;
    }
    for (i = t->sequence_starts[effect - t->char_count]; i < t->sequence_starts[effect - t->char_count + 1]; i++) {
        cursor->pending[cursor->pending_count++] = t->sequence_chars[i];
    }
}

/* Decodes one code point into pending characters: none to THIMBLE_TEXT_SEQUENCE. */
static void fill(const thimble_tokenizer_text_data *t, thimble_cursor_t *cursor)
{
    const uint32_t code_point = decode(cursor);
    cursor->pending_at = 0;
    cursor->pending_count = 0;
    if (t->syllables != 0 && code_point >= SYLLABLES && code_point < SYLLABLES + SYLLABLE_COUNT) {
        /* The Unicode Standard, section 3.12: 21 vowels and 28 trails (the first of them is none) for each lead. */
        const uint32_t index = code_point - SYLLABLES;
        append(t, cursor, 0x1100u + index / (21u * 28u));
        append(t, cursor, 0x1161u + index / 28u % 21u);
        if (index % 28u != 0) {
            append(t, cursor, 0x11A7u + index % 28u);
        }
        return;
    }
    append(t, cursor, code_point);
}

/* The added token at the cursor in the text as typed: goes behind it. */
static int match_typed(const thimble_tokenizer_text_data *t, thimble_cursor_t *cursor, uint16_t *id)
{
    const uint8_t *pattern = t->typed;
    const size_t left = (size_t)(cursor->end - cursor->at);
    uint16_t i;
    for (i = 0; i < t->typed_count; i++) {
        const size_t length = *pattern++;
        size_t same = 0;
        while (same < length && same < left && cursor->at[same] == pattern[same]) {
            same++;
        }
        if (same == length) {
            cursor->at += length;
            *id = t->typed_ids[i];
            return 1;
        }
        pattern += length;
    }
    return 0;
}

/* The next character or typed token; added tokens in normalised text are not looked for. */
static thimble_text_event_t read_plain(const thimble_tokenizer_text_data *t, thimble_cursor_t *cursor, uint16_t *value)
{
    while (cursor->pending_at == cursor->pending_count) {
        if (cursor->at == cursor->end) {
            return THIMBLE_TEXT_END;
        }
        if (match_typed(t, cursor, value)) {
            return THIMBLE_TEXT_TOKEN;
        }
        fill(t, cursor);
    }
    *value = cursor->pending[cursor->pending_at++];
    return THIMBLE_TEXT_CHAR;
}

/* The added token at the cursor in normalised text: goes behind it. */
static int match_normalized(const thimble_tokenizer_text_data *t, thimble_cursor_t *cursor, uint16_t *id)
{
    const uint16_t *pattern = t->normalized;
    uint16_t i;
    for (i = 0; i < t->normalized_count; i++) {
        const uint16_t length = *pattern++;
        thimble_cursor_t probe = *cursor;
        uint16_t same = 0;
        uint16_t value = 0;
        while (same < length && read_plain(t, &probe, &value) == THIMBLE_TEXT_CHAR && value == pattern[same]) {
            same++;
        }
        if (same == length) {
            *cursor = probe;
            *id = t->normalized_ids[i];
            return 1;
        }
        pattern += length;
    }
    return 0;
}

static thimble_text_event_t read_next(const thimble_tokenizer_text_data *t, thimble_cursor_t *cursor, uint16_t *value)
{
    if (t->normalized_count != 0 && match_normalized(t, cursor, value)) {
        return THIMBLE_TEXT_TOKEN;
    }
    return read_plain(t, cursor, value);
}

THIMBLE_SHARED
thimble_cursor_t thimble_text_start(const char *utf8, size_t len)
{
    thimble_cursor_t cursor;
    memset(&cursor, 0, sizeof cursor);
    cursor.at = (const uint8_t *)utf8;
    cursor.end = len == 0 ? cursor.at : cursor.at + len;
    return cursor;
}

THIMBLE_SHARED
thimble_text_event_t thimble_text_next(const thimble_tokenizer_text_data *t, thimble_cursor_t *cursor,
                                       thimble_word_t *word, uint16_t *value)
{
    for (;;) {
        const thimble_cursor_t before = *cursor;
        const thimble_text_event_t event = read_next(t, cursor, value);
        if (event != THIMBLE_TEXT_CHAR) {
            return event;
        }
        if (*value != THIMBLE_CHAR_SPACE) {
            word->cursor = before;
            word->fresh = 1;
            word->other = (uint8_t)(*value >= t->first_other);
            *cursor = before;
            return event;
        }
    }
}

THIMBLE_SHARED
int thimble_word_next(const thimble_tokenizer_text_data *t, thimble_word_t *word, uint16_t *character)
{
    thimble_cursor_t cursor = word->cursor;
    if (word->fresh == 0 && word->other != 0 && t->other_alone != 0) {
        return 0;
    }
    if (read_next(t, &cursor, character) != THIMBLE_TEXT_CHAR || *character == THIMBLE_CHAR_SPACE
        || (uint8_t)(*character >= t->first_other) != word->other) {
        return 0;
    }
    word->cursor = cursor;
    word->fresh = 0;
    return 1;
}

THIMBLE_SHARED
int thimble_sink_begin(thimble_sink_t *sink, const thimble_tokenizer_data *t, uint16_t *ids, size_t max_ids)
{
    const size_t special = (size_t)t->before_count + t->after_count;
    if (max_ids < special) {
        return 0;
    }
    if (t->before_count != 0) {
        memcpy(ids, t->before, t->before_count * sizeof *ids);
    }
    sink->ids = t->before_count != 0 ? ids + t->before_count : ids;
    sink->room = max_ids - special;
    sink->count = 0;
    return 1;
}

THIMBLE_SHARED
void thimble_sink_put(thimble_sink_t *sink, uint16_t id)
{
    if (sink->count < sink->room) {
        sink->ids[sink->count] = id;
    }
    sink->count++;
}

THIMBLE_SHARED
int thimble_sink_full(const thimble_sink_t *sink)
{
    return sink->count > sink->room;
}

THIMBLE_SHARED
void thimble_sink_close(const thimble_sink_t *sink, const thimble_tokenizer_data *t, size_t *count, int *truncated)
{
    const size_t inner = thimble_sink_full(sink) ? sink->room : sink->count;
    if (t->after_count != 0) {
        memcpy(sink->ids + inner, t->after, t->after_count * sizeof *sink->ids);
    }
    *count = t->before_count + inner + t->after_count;
    *truncated = thimble_sink_full(sink);
}
