/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: WordPiece: greedy longest match in a front-coded dictionary. */
#include <string.h>

#include "tokenizer_text.h"

/* One token of a bucket, as it is stored. */
typedef struct {
    const uint8_t *rest;
    size_t common;
    size_t rest_length;
} entry_t;

static const uint8_t *read_length(const uint8_t *data, size_t nibble, size_t *length)
{
    *length = nibble < 15 ? nibble : *data;
    return nibble < 15 ? data : data + 1;
}

/* Reads the token at data; returns where the next one begins. */
static const uint8_t *read_entry(const uint8_t *data, entry_t *entry)
{
    const uint8_t lengths = *data++;
    data = read_length(data, lengths >> 4, &entry->common);
    data = read_length(data, lengths & 15u, &entry->rest_length);
    entry->rest = data;
    return data + entry->rest_length;
}

/*
 * How many bytes the rest of a token and the query have in common. Sets *order: 0 when that is all of the rest, 1 when
 * the token comes after the query, -1 when it comes before it.
 */
static size_t match(const thimble_wordpiece_data *w, const entry_t *entry, const uint8_t *query, size_t length,
                    int *order)
{
    const uint32_t literals = 1u << w->literal_bits;
    size_t same = 0;
    size_t i;
    for (i = 0; i < entry->rest_length; i++) {
        const uint8_t *part = entry->rest + i;
        const uint8_t *end = part + 1;
        if (*part >= literals) {
            const uint16_t *const starts = w->string_starts + (*part - literals);
            part = w->strings + starts[0];
            end = w->strings + starts[1];
        }
        for (; part != end; part++, same++) {
            if (same == length || *part != query[same]) {
                *order = same == length || *part > query[same] ? 1 : -1;
                return same;
            }
        }
    }
    *order = 0;
    return same;
}

/* The last bucket whose first token does not come after the query; count of buckets when there is none. */
static uint32_t find_bucket(const thimble_wordpiece_data *w, const thimble_dictionary_data *d, uint32_t buckets,
                            const uint8_t *query, size_t length)
{
    uint32_t low = 0;
    uint32_t high = buckets;
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        entry_t head;
        int order;
        (void)read_entry(d->data + d->buckets[middle], &head);
        (void)match(w, &head, query, length, &order);
        if (order > 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low == 0 ? buckets : low - 1;
}

/*
 * Looks through a bucket for the longest token that the query begins with; returns its length and sets *id, or returns
 * 0 and sets *common to what the query and the last token before it have in common.
 */
static size_t search_bucket(const thimble_wordpiece_data *w, const thimble_dictionary_data *d, uint32_t bucket,
                            const uint8_t *query, size_t length, uint16_t *id, size_t *common)
{
    const uint8_t *data = d->data + d->buckets[bucket];
    const uint32_t size = 1u << w->bucket_bits;
    uint32_t i = bucket << w->bucket_bits;
    const uint32_t end = d->count - i < size ? d->count : i + size;
    size_t best = 0;
    size_t matched = 0;
    for (; i < end; i++) {
        entry_t entry;
        int order;
        data = read_entry(data, &entry);
        if (entry.common > matched) {
            continue;
        }
        if (entry.common < matched) {
            break;
        }
        matched += match(w, &entry, query + matched, length - matched, &order);
        if (order > 0) {
            matched = entry.common;
            break;
        }
        if (order == 0) {
            best = matched;
            *id = d->ids[i];
        }
    }
    *common = matched;
    return best;
}

/*
 * The length of the longest token that the query begins with; 0 when there is none. When the bucket holds none, any
 * such token is no longer than what the query has in common with its neighbour, so the search goes on with that.
 */
static size_t longest_match(const thimble_wordpiece_data *w, const thimble_dictionary_data *d, const uint8_t *query,
                            size_t length, uint16_t *id)
{
    const uint32_t buckets = (d->count + (1u << w->bucket_bits) - 1) >> w->bucket_bits;
    while (length != 0) {
        const uint32_t bucket = find_bucket(w, d, buckets, query, length);
        size_t found;
        if (bucket == buckets) {
            return 0;
        }
        found = search_bucket(w, d, bucket, query, length, id, &length);
        if (found != 0) {
            return found;
        }
    }
    return 0;
}

/* Goes behind the word; returns whether it has at most max characters. */
static int skip_word(const thimble_tokenizer_text_data *t, thimble_word_t *word, uint32_t max)
{
    uint32_t chars = 0;
    uint16_t character;
    while (thimble_word_next(t, word, &character)) {
        chars += chars <= max ? 1u : 0u;
    }
    return chars <= max;
}

/* Adds the word's next characters to the window until it holds the longest token; returns the window's bytes. */
static size_t fill_window(const thimble_tokenizer_data *t, thimble_word_t *word, uint8_t *window, size_t filled)
{
    const uint32_t two_bytes_from = t->wordpiece->two_bytes_from;
    const uint32_t bits = t->wordpiece->literal_bits;
    uint16_t character;
    while (filled < t->wordpiece->longest && thimble_word_next(&t->text, word, &character)) {
        if (character < two_bytes_from) {
            window[filled++] = (uint8_t)character;
        } else {
            const uint32_t beyond = character - two_bytes_from;
            window[filled++] = (uint8_t)(two_bytes_from + (beyond >> bits));
            window[filled++] = (uint8_t)(beyond & ((1u << bits) - 1));
        }
    }
    return filled;
}

/* Puts the word's pieces; 0 when at some place nothing matches. */
static int put_pieces(const thimble_tokenizer_data *t, thimble_word_t word, uint8_t *window, thimble_sink_t *sink)
{
    const thimble_dictionary_data *dictionary = &t->wordpiece->first;
    size_t filled = fill_window(t, &word, window, 0);
    while (filled != 0) {
        uint16_t id = 0;
        const size_t used = longest_match(t->wordpiece, dictionary, window, filled, &id);
        if (used == 0) {
            return 0;
        }
        thimble_sink_put(sink, id);
        memmove(window, window + used, filled - used);
        filled = fill_window(t, &word, window, filled - used);
        dictionary = &t->wordpiece->next;
    }
    return 1;
}

/* Puts one word and goes behind it. A word that turns out unknown takes its pieces back. */
static void put_word(const thimble_tokenizer_data *t, thimble_word_t *word, uint8_t *window, thimble_sink_t *sink)
{
    const size_t before = sink->count;
    const thimble_word_t start = *word;
    const int short_enough = skip_word(&t->text, word, t->wordpiece->max_word_chars);
    if (!short_enough || !put_pieces(t, start, window, sink)) {
        sink->count = before;
        thimble_sink_put(sink, t->wordpiece->unknown_id);
    }
}

THIMBLE_SHARED
int thimble_tokenize_wordpiece(const thimble_tokenizer_data *t, thimble_tokenizer_scratch *scratch, const char *utf8,
                               size_t len, uint16_t *ids, size_t max_ids, size_t *count, int *truncated)
{
    thimble_cursor_t cursor = thimble_text_start(utf8, len);
    thimble_sink_t sink;
    thimble_word_t word;
    uint16_t value = 0;
    thimble_text_event_t event;
    if (!thimble_sink_begin(&sink, t, ids, max_ids)) {
        return THIMBLE_TOKENIZE_NO_ROOM;
    }
    while (!thimble_sink_full(&sink)
           && (event = thimble_text_next(&t->text, &cursor, &word, &value)) != THIMBLE_TEXT_END) {
        if (event == THIMBLE_TEXT_TOKEN) {
            thimble_sink_put(&sink, value);
        } else {
            put_word(t, &word, scratch->wordpiece.window, &sink);
            cursor = word.cursor;
        }
    }
    thimble_sink_close(&sink, t, count, truncated);
    return THIMBLE_TOKENIZE_OK;
}
