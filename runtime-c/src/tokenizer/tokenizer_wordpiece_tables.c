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

/* Goes behind the token at *at, of whose predecessor `before` bytes are known; 0 where it is none. */
static int read_token(const uint8_t *data, uint32_t count, uint32_t *at, uint32_t *before, uint32_t longest)
{
    uint32_t common;
    uint32_t rest;
    uint32_t lengths;
    if (*at >= count) {
        return 0;
    }
    lengths = data[(*at)++];
    if (!read_length(data, count, at, lengths >> 4, &common) || !read_length(data, count, at, lengths & 15u, &rest)
        || common > *before || rest > count - *at || common + rest == 0 || common + rest > longest) {
        return 0;
    }
    *at += rest;
    *before = common + rest;
    return 1;
}

/* A token found is never empty and never longer than the window, so that reading a word goes on and ends. */
static int dictionary_fits(const thimble_tables_view_t *view, const thimble_dictionary_tables_data *d, uint32_t longest)
{
    const uint8_t *const data = thimble_table_u8(view->bytes, &d->data);
    const uint32_t *const buckets = thimble_table_u32(view->bytes, &d->buckets);
    uint32_t i;
    uint32_t at = 0;
    uint32_t before = 0;
    if (d->ids.count > 0xFFFFu
        || d->buckets.count != (d->ids.count + THIMBLE_DICTIONARY_BUCKET - 1) / THIMBLE_DICTIONARY_BUCKET) {
        return 0;
    }
    for (i = 0; i < d->ids.count; i++) {
        if (i % THIMBLE_DICTIONARY_BUCKET == 0) {
            at = buckets[i / THIMBLE_DICTIONARY_BUCKET];
            before = 0;
        }
        if (!read_token(data, d->data.count, &at, &before, longest)) {
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
    return t->two_bytes_from <= 256
           && (chars <= t->two_bytes_from || (chars - 1 - t->two_bytes_from) >> 8 <= 255 - t->two_bytes_from);
}

THIMBLE_SHARED
int thimble_wordpiece_tables_fit(const void *image, size_t image_bytes, size_t part, uint32_t vocabulary)
{
    const thimble_tables_view_t view = {(const uint8_t *)image, image_bytes, vocabulary};
    const thimble_wordpiece_tables_data *const t =
        (const thimble_wordpiece_tables_data *)(const void *)(view.bytes + part);
    return part % sizeof(uint32_t) == 0 && part <= image_bytes && image_bytes - part >= sizeof *t
           && thimble_text_tables_fit(&view, &t->text) && dictionary_lies_within(&view, &t->first)
           && dictionary_lies_within(&view, &t->next) && codes_fit(t) && t->longest < THIMBLE_WORDPIECE_WINDOW
           && t->unknown_id < vocabulary && dictionary_fits(&view, &t->first, t->longest)
           && dictionary_fits(&view, &t->next, t->longest);
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
    wordpiece.max_word_chars = t->max_word_chars;
    wordpiece.two_bytes_from = (uint16_t)t->two_bytes_from;
    wordpiece.longest = (uint16_t)t->longest;
    wordpiece.unknown_id = (uint16_t)t->unknown_id;
    opened.wordpiece = &wordpiece;
    return thimble_tokenize_wordpiece(&opened, scratch, utf8, len, ids, max_ids, count, truncated);
}
