/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: a byte-pair tokenizer in an image. */
#include <string.h>

#include "tokenizer_tables.h"

#define PLACES 4

static int all_lie_within(const thimble_tables_view_t *view, const thimble_bpe_tables_data *t)
{
    uint32_t i;
    for (i = 0; i < PLACES; i++) {
        if (!thimble_table_fits(view, &t->symbols[i], 2)) {
            return 0;
        }
    }
    return thimble_table_fits(view, &t->left_bits, 4) && thimble_table_fits(view, &t->left_ranks, 2)
           && thimble_table_fits(view, &t->left_starts, 2) && thimble_table_fits(view, &t->rights, 2)
           && thimble_table_fits(view, &t->ranks, 2) && thimble_table_fits(view, &t->products, 2)
           && thimble_table_fits(view, &t->ids, 2);
}

/* Every character has a symbol, or the sign that it has none, in every place of a word. */
static int symbols_fit(const thimble_tables_view_t *view, const thimble_bpe_tables_data *t)
{
    uint32_t place;
    for (place = 0; place < PLACES; place++) {
        const uint16_t *const symbols = thimble_table_u16(view->bytes, &t->symbols[place]);
        uint32_t i;
        if (t->symbols[place].count != t->text.char_count) {
            return 0;
        }
        for (i = 0; i < t->symbols[place].count; i++) {
            if (symbols[i] >= t->symbol_count && symbols[i] != THIMBLE_BPE_NONE) {
                return 0;
            }
        }
    }
    return t->unknown == THIMBLE_BPE_NONE || t->unknown < t->symbol_count;
}

/* How many left symbols there are; 0xFFFFFFFF where words of bits and the numbers before them disagree. */
static uint32_t left_symbols(const thimble_tables_view_t *view, const thimble_bpe_tables_data *t)
{
    const uint32_t *const bits = thimble_table_u32(view->bytes, &t->left_bits);
    const uint16_t *const ranks = thimble_table_u16(view->bytes, &t->left_ranks);
    uint32_t count = 0;
    uint32_t i;
    if (t->left_bits.count != t->left_ranks.count) {
        return 0xFFFFFFFFu;
    }
    for (i = 0; i < t->left_bits.count; i++) {
        uint32_t word = bits[i];
        if (ranks[i] != count) {
            return 0xFFFFFFFFu;
        }
        for (; word != 0; word &= word - 1) {
            count++;
        }
    }
    return count;
}

/* The merges of each left symbol, one at least. */
static int merges_fit(const thimble_tables_view_t *view, const thimble_bpe_tables_data *t)
{
    const uint16_t *const starts = thimble_table_u16(view->bytes, &t->left_starts);
    const uint32_t left = left_symbols(view, t);
    uint32_t i;
    if (left > 0xFFFFu || t->left_starts.count != left + 1 || t->rights.count != t->ranks.count) {
        return 0;
    }
    for (i = 0; i < left; i++) {
        if (starts[i] >= starts[i + 1]) {
            return 0;
        }
    }
    return starts[left] <= t->rights.count;
}

/* Every rank makes a symbol. */
static int products_fit(const thimble_tables_view_t *view, const thimble_bpe_tables_data *t)
{
    const uint16_t *const ranks = thimble_table_u16(view->bytes, &t->ranks);
    uint32_t i;
    for (i = 0; i < t->ranks.count; i++) {
        const int known = t->products.count != 0 ? ranks[i] < t->products.count
                                                 : t->first_product < t->symbol_count
                                                       && ranks[i] < t->symbol_count - t->first_product;
        if (!known) {
            return 0;
        }
    }
    return thimble_table_below(view, &t->products, t->symbol_count);
}

/* Symbols behind those that are listed are ids but for a constant. */
static int ids_fit(const thimble_tables_view_t *view, const thimble_bpe_tables_data *t)
{
    uint32_t symbol;
    if (t->ids.count > 0xFFFFu || t->id_offset > 0xFFFFu) {
        return 0;
    }
    for (symbol = t->ids.count; symbol < t->symbol_count; symbol++) {
        if (((symbol + t->id_offset) & 0xFFFFu) >= view->vocabulary) {
            return 0;
        }
    }
    return thimble_table_below(view, &t->ids, view->vocabulary);
}

THIMBLE_SHARED
int thimble_bpe_tables_fit(const void *image, size_t image_bytes, size_t part, uint32_t vocabulary)
{
    const thimble_tables_view_t view = {(const uint8_t *)image, image_bytes, vocabulary};
    const thimble_bpe_tables_data *const t = (const thimble_bpe_tables_data *)(const void *)(view.bytes + part);
    return part % sizeof(uint32_t) == 0 && part <= image_bytes && image_bytes - part >= sizeof *t
           && thimble_text_tables_fit(&view, &t->text) && all_lie_within(&view, t) && t->longest >= 1
           && t->longest <= 64 && t->fuse_unknown <= 1 && t->has_last <= 1 && t->symbol_count <= THIMBLE_BPE_NONE
           && t->symbol_count / 32u < t->left_bits.count && symbols_fit(&view, t)
           && merges_fit(&view, t) && products_fit(&view, t) && ids_fit(&view, t);
}

THIMBLE_SHARED
int thimble_bpe_tables_apply(const void *image, size_t part, thimble_tokenizer_scratch *scratch, const char *utf8,
                             size_t len, uint16_t *ids, size_t max_ids, size_t *count, int *truncated)
{
    const thimble_bpe_tables_data *const t =
        (const thimble_bpe_tables_data *)(const void *)((const uint8_t *)image + part);
    thimble_tokenizer_data opened;
    thimble_bpe_data bpe;
    uint32_t place;
    thimble_text_tables_bind(image, &t->text, &opened);
    for (place = 0; place < PLACES; place++) {
        bpe.symbols[place] = thimble_table_u16(image, &t->symbols[place]);
    }
    bpe.left_bits = thimble_table_u32(image, &t->left_bits);
    bpe.left_ranks = thimble_table_u16(image, &t->left_ranks);
    bpe.left_starts = thimble_table_u16(image, &t->left_starts);
    bpe.rights = thimble_table_u16(image, &t->rights);
    bpe.ranks = thimble_table_u16(image, &t->ranks);
    bpe.products = thimble_table_u16(image, &t->products);
    bpe.ids = thimble_table_u16(image, &t->ids);
    bpe.id_count = (uint16_t)t->ids.count;
    bpe.id_offset = (uint16_t)t->id_offset;
    bpe.first_product = (uint16_t)t->first_product;
    bpe.unknown = (uint16_t)t->unknown;
    bpe.longest = (uint8_t)t->longest;
    bpe.fuse_unknown = (uint8_t)t->fuse_unknown;
    bpe.has_last = (uint8_t)t->has_last;
    opened.bpe = &bpe;
    return thimble_tokenize_bpe(&opened, scratch, utf8, len, ids, max_ids, count, truncated);
}
