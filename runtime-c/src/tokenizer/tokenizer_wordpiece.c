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

static size_t same_bytes(const uint8_t *a, size_t a_length, const uint8_t *b, size_t b_length)
{
    size_t same = 0;
    while (same < a_length && same < b_length && a[same] == b[same]) {
        same++;
    }
    return same;
}

/* Whether a token (rest, from its first byte that may differ) comes after the query. */
static int is_after(const entry_t *entry, size_t same, const uint8_t *query, size_t length)
{
    return same < entry->rest_length && (same == length || entry->rest[same] > query[same]);
}

/* The last bucket whose first token does not come after the query; count of buckets when there is none. */
static uint32_t find_bucket(const thimble_dictionary_data *d, const uint8_t *query, size_t length)
{
    const uint32_t buckets = (d->count + THIMBLE_DICTIONARY_BUCKET - 1) / THIMBLE_DICTIONARY_BUCKET;
    uint32_t low = 0;
    uint32_t high = buckets;
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        entry_t head;
        (void)read_entry(d->data + d->buckets[middle], &head);
        if (is_after(&head, same_bytes(head.rest, head.rest_length, query, length), query, length)) {
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
static size_t search_bucket(const thimble_dictionary_data *d, uint32_t bucket, const uint8_t *query, size_t length,
                            uint16_t *id, size_t *common)
{
    const uint8_t *data = d->data + d->buckets[bucket];
    uint32_t i = bucket * THIMBLE_DICTIONARY_BUCKET;
    const uint32_t end = d->count - i < THIMBLE_DICTIONARY_BUCKET ? d->count : i + THIMBLE_DICTIONARY_BUCKET;
    size_t best = 0;
    size_t matched = 0;
    for (; i < end; i++) {
        entry_t entry;
        size_t same;
        data = read_entry(data, &entry);
        if (entry.common > matched) {
            continue;
        }
        same = same_bytes(entry.rest, entry.rest_length, query + matched, length - matched);
        if (entry.common < matched || is_after(&entry, same, query + matched, length - matched)) {
            break;
        }
        matched += same;
        if (same == entry.rest_length) {
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
static size_t longest_match(const thimble_dictionary_data *d, const uint8_t *query, size_t length, uint16_t *id)
{
    while (length != 0 && d->count != 0) {
        const uint32_t bucket = find_bucket(d, query, length);
        size_t found;
        if (bucket * THIMBLE_DICTIONARY_BUCKET >= d->count) {
            return 0;
        }
        found = search_bucket(d, bucket, query, length, id, &length);
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
    uint16_t character;
    while (filled < t->wordpiece->longest && thimble_word_next(&t->text, word, &character)) {
        if (character < two_bytes_from) {
            window[filled++] = (uint8_t)character;
        } else {
            const uint32_t beyond = character - two_bytes_from;
            window[filled++] = (uint8_t)(two_bytes_from + (beyond >> 8));
            window[filled++] = (uint8_t)(beyond & 0xFFu);
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
        const size_t used = longest_match(dictionary, window, filled, &id);
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
