/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: a WordPiece tokenizer in an image. */
#include <string.h>

#include "tokenizer_tables.h"

/* Reads a length of 4 bits or of a byte behind them; 0 where the data ends before. */
static int read_length(const uint8_t *data, uint32_t count, uint32_t *at, uint32_t nibble, uint32_t *length)
{
    if (nibble == 15 && *at == count) {
        return 0;
    }
    *length = nibble < 15 ? nibble : data[(*at)++];
    return 1;
}

/* Codes that literals and strings have. */
static uint32_t codes_of(const thimble_wordpiece_tables_data *t)
{
    return (1u << t->literal_bits) + (t->string_starts.count == 0 ? 0 : t->string_starts.count - 1);
}

/* The bytes that so many codes stand for; beyond all tokens where one of them stands for nothing. */
static uint32_t bytes_of(const thimble_tables_view_t *view, const thimble_wordpiece_tables_data *t,
                         const uint8_t *codes, uint32_t count)
{
    const uint16_t *const starts = thimble_table_u16(view->bytes, &t->string_starts);
    const uint32_t literals = 1u << t->literal_bits;
    const uint32_t end = codes_of(t);
    uint32_t bytes = 0;
    uint32_t i;
    for (i = 0; i < count; i++) {
        if (codes[i] >= end) {
            return THIMBLE_WORDPIECE_WINDOW;
        }
        bytes += codes[i] < literals ? 1u
                                     : (uint32_t)starts[codes[i] - literals + 1] - starts[codes[i] - literals];
    }
    return bytes;
}

/* Strings follow one another within their table. */
static int strings_fit(const thimble_tables_view_t *view, const thimble_wordpiece_tables_data *t)
{
    const uint16_t *const starts = thimble_table_u16(view->bytes, &t->string_starts);
    uint32_t i;
    for (i = 1; i < t->string_starts.count; i++) {
        if (starts[i - 1] > starts[i]) {
            return 0;
        }
    }
    return t->string_starts.count == 0 || starts[t->string_starts.count - 1] <= t->strings.count;
}

/* Goes behind the token at *at, of whose predecessor `before` bytes are known; 0 where it is none. */
static int read_token(const thimble_tables_view_t *view, const thimble_wordpiece_tables_data *t,
                      const thimble_table_data *table, uint32_t *at, uint32_t *before)
{
    const uint8_t *const data = thimble_table_u8(view->bytes, table);
    const uint32_t count = table->count;
    uint32_t common;
    uint32_t rest;
    uint32_t bytes;
    uint32_t lengths;
    if (*at >= count) {
        return 0;
    }
    lengths = data[(*at)++];
    if (!read_length(data, count, at, lengths >> 4, &common) || !read_length(data, count, at, lengths & 15u, &rest)
        || common > *before || rest > count - *at) {
        return 0;
    }
    bytes = common + bytes_of(view, t, data + *at, rest);
    if (bytes == 0 || bytes > t->longest) {
        return 0;
    }
    *at += rest;
    *before = bytes;
    return 1;
}

/* A token found is never empty and never longer than the window, so that reading a word goes on and ends. */
static int dictionary_fits(const thimble_tables_view_t *view, const thimble_wordpiece_tables_data *t,
                           const thimble_dictionary_tables_data *d)
{
    const uint32_t *const buckets = thimble_table_u32(view->bytes, &d->buckets);
    const uint32_t size = 1u << t->bucket_bits;
    uint32_t i;
    uint32_t at = 0;
    uint32_t before = 0;
    if (d->ids.count > 0xFFFFu
        || d->buckets.count != (d->ids.count + size - 1) >> t->bucket_bits) {
        return 0;
    }
    for (i = 0; i < d->ids.count; i++) {
        if (i % size == 0) {
            at = buckets[i >> t->bucket_bits];
            before = 0;
        }
        if (!read_token(view, t, &d->data, &at, &before)) {
            return 0;
        }
    }
    return thimble_table_below(view, &d->ids, view->vocabulary);
}

static int dictionary_lies_within(const thimble_tables_view_t *view, const thimble_dictionary_tables_data *d)
{
    return thimble_table_fits(view, &d->data, 1) && thimble_table_fits(view, &d->buckets, 4)
           && thimble_table_fits(view, &d->ids, 2);
}

/* Characters beyond the last one that a byte codes are coded in two, the first of which is a byte as well. */
static int codes_fit(const thimble_wordpiece_tables_data *t)
{
    const uint32_t chars = t->text.char_count;
    return t->literal_bits <= 8 && t->bucket_bits <= 8 && t->two_bytes_from <= 256
           && (chars <= t->two_bytes_from
               || (t->two_bytes_from <= 255
                   && (chars - 1 - t->two_bytes_from) >> t->literal_bits <= 255 - t->two_bytes_from));
}

THIMBLE_SHARED
int thimble_wordpiece_tables_fit(const void *image, size_t image_bytes, size_t part, uint32_t vocabulary)
{
    const thimble_tables_view_t view = {(const uint8_t *)image, image_bytes, vocabulary};
    const thimble_wordpiece_tables_data *const t =
        (const thimble_wordpiece_tables_data *)(const void *)(view.bytes + part);
    return part % sizeof(uint32_t) == 0 && part <= image_bytes && image_bytes - part >= sizeof *t
           && thimble_text_tables_fit(&view, &t->text) && dictionary_lies_within(&view, &t->first)
           && dictionary_lies_within(&view, &t->next) && thimble_table_fits(&view, &t->strings, 1)
           && thimble_table_fits(&view, &t->string_starts, 2) && codes_fit(t) && strings_fit(&view, t)
           && t->longest < THIMBLE_WORDPIECE_WINDOW && t->unknown_id < vocabulary
           && dictionary_fits(&view, t, &t->first) && dictionary_fits(&view, t, &t->next);
}

static void open_dictionary(const void *image, const thimble_dictionary_tables_data *d, thimble_dictionary_data *out)
{
    out->data = thimble_table_u8(image, &d->data);
    out->buckets = thimble_table_u32(image, &d->buckets);
    out->ids = thimble_table_u16(image, &d->ids);
    out->count = d->ids.count;
}

THIMBLE_SHARED
int thimble_wordpiece_tables_apply(const void *image, size_t part, thimble_tokenizer_scratch *scratch,
                                   const char *utf8, size_t len, uint16_t *ids, size_t max_ids, size_t *count,
                                   int *truncated)
{
    const thimble_wordpiece_tables_data *const t =
        (const thimble_wordpiece_tables_data *)(const void *)((const uint8_t *)image + part);
    thimble_tokenizer_data opened;
    thimble_wordpiece_data wordpiece;
    thimble_text_tables_bind(image, &t->text, &opened);
    open_dictionary(image, &t->first, &wordpiece.first);
    open_dictionary(image, &t->next, &wordpiece.next);
    wordpiece.strings = thimble_table_u8(image, &t->strings);
    wordpiece.string_starts = thimble_table_u16(image, &t->string_starts);
    wordpiece.literal_bits = (uint8_t)t->literal_bits;
    wordpiece.bucket_bits = (uint8_t)t->bucket_bits;
    wordpiece.max_word_chars = t->max_word_chars;
    wordpiece.two_bytes_from = (uint16_t)t->two_bytes_from;
    wordpiece.longest = (uint16_t)t->longest;
    wordpiece.unknown_id = (uint16_t)t->unknown_id;
    opened.wordpiece = &wordpiece;
    return thimble_tokenize_wordpiece(&opened, scratch, utf8, len, ids, max_ids, count, truncated);
}
