/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: byte-pair encoding with bounded memory. */
#include <string.h>

#include "tokenizer_text.h"

#define WINDOW ((size_t)THIMBLE_BPE_WINDOW)

/* A word as a stream of symbols. */
typedef struct {
    thimble_word_t word;
    uint8_t first;
    uint8_t after_unknown;
} stream_t;

/* Which of a character's symbols: bit 0 for a word's first, bit 1 for its last character. */
static unsigned place_of(const thimble_tokenizer_data *t, const stream_t *stream)
{
    unsigned place = stream->first != 0 ? 1u : 0u;
    if (t->bpe->has_last != 0) {
        thimble_word_t probe = stream->word;
        uint16_t ignored;
        place |= thimble_word_next(&t->text, &probe, &ignored) ? 0u : 2u;
    }
    return place;
}

/* Reads the next symbol; 0 at the end of the word. */
static int next_symbol(const thimble_tokenizer_data *t, stream_t *stream, uint16_t *symbol)
{
    uint16_t character;
    while (thimble_word_next(&t->text, &stream->word, &character)) {
        const uint16_t known = t->bpe->symbols[place_of(t, stream)][character];
        const int fused = stream->after_unknown != 0 && t->bpe->fuse_unknown != 0;
        stream->first = 0;
        stream->after_unknown = (uint8_t)(known == THIMBLE_BPE_NONE);
        *symbol = known == THIMBLE_BPE_NONE && !fused ? t->bpe->unknown : known;
        if (*symbol != THIMBLE_BPE_NONE) {
            return 1;
        }
    }
    return 0;
}

static uint32_t count_bits(uint32_t bits)
{
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

/* The rank of the merge of two symbols; THIMBLE_BPE_NONE when there is none. */
static uint16_t rank_of(const thimble_bpe_data *b, uint16_t left, uint16_t right)
{
    const uint32_t bits = b->left_bits[left >> 5];
    const uint32_t bit = (uint32_t)1 << (left & 31u);
    uint32_t index;
    uint32_t low;
    uint32_t high;
    if ((bits & bit) == 0) {
        return THIMBLE_BPE_NONE;
    }
    index = b->left_ranks[left >> 5] + count_bits(bits & (bit - 1));
    low = b->left_starts[index];
    high = b->left_starts[index + 1];
    while (high - low > 1) {
        const uint32_t middle = (low + high) / 2;
        if (b->rights[middle] <= right) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return b->rights[low] == right ? b->ranks[low] : (uint16_t)THIMBLE_BPE_NONE;
}

/* The rank of the pair at a place; THIMBLE_BPE_NONE at the last symbol. */
static uint16_t rank_at(const thimble_bpe_data *b, const uint16_t *symbols, size_t at, size_t count)
{
    return at + 1 < count ? rank_of(b, symbols[at], symbols[at + 1]) : (uint16_t)THIMBLE_BPE_NONE;
}

static size_t lowest_rank(const uint16_t *ranks, size_t count)
{
    size_t best = 0;
    size_t i;
    for (i = 1; i < count; i++) {
        if (ranks[i] < ranks[best]) {
            best = i;
        }
    }
    return best;
}

/*
 * Merges count symbols (1 to WINDOW): the lowest rank first, the leftmost of equals. Returns the number of tokens, left
 * in scratch symbols and lengths (base symbols in each token, at most 64).
 */
static size_t merge(const thimble_bpe_data *b, thimble_tokenizer_scratch *s, const uint16_t *base, size_t count)
{
    uint16_t *symbols = s->bpe.symbols;
    uint16_t *ranks = s->bpe.ranks;
    uint8_t *lengths = s->bpe.lengths;
    size_t i;
    memcpy(symbols, base, count * sizeof *symbols);
    memset(lengths, 1, count);
    for (i = 0; i < count; i++) {
        ranks[i] = rank_at(b, symbols, i, count);
    }
    for (;;) {
        const size_t at = lowest_rank(ranks, count);
        const uint16_t rank = ranks[at];
        if (rank == THIMBLE_BPE_NONE) {
            return count;
        }
        symbols[at] = b->products != NULL ? b->products[rank] : (uint16_t)(b->first_product + rank);
        lengths[at] = (uint8_t)(lengths[at] + lengths[at + 1]);
        memmove(symbols + at + 1, symbols + at + 2, (count - at - 2) * sizeof *symbols);
        memmove(ranks + at + 1, ranks + at + 2, (count - at - 2) * sizeof *ranks);
        memmove(lengths + at + 1, lengths + at + 2, count - at - 2);
        count--;
        ranks[at] = rank_at(b, symbols, at, count);
        if (at != 0) {
            ranks[at - 1] = rank_at(b, symbols, at - 1, count);
        }
    }
}

static void put_tokens(const thimble_bpe_data *b, const uint16_t *symbols, size_t count, thimble_sink_t *sink)
{
    size_t i;
    for (i = 0; i < count; i++) {
        const uint16_t symbol = symbols[i];
        thimble_sink_put(sink, symbol < b->id_count ? b->ids[symbol] : (uint16_t)(symbol + b->id_offset));
    }
}

/*
 * Puts the tokens of the window that are certain whatever follows it; returns how many symbols they cover. No merge
 * crosses a final token boundary, and one of those lies within the last longest places of the window: the tokens that
 * come out the same wherever it lies are certain. At least one token is put (see the compiler's BpeEncoder).
 */
static size_t put_certain(const thimble_bpe_data *b, thimble_tokenizer_scratch *s, thimble_sink_t *sink)
{
    size_t certain = merge(b, s, s->bpe.base, WINDOW);
    size_t covered = 0;
    size_t cut;
    size_t i;
    memcpy(s->bpe.certain, s->bpe.symbols, certain * sizeof *s->bpe.certain);
    memcpy(s->bpe.certain_lengths, s->bpe.lengths, certain);
    for (cut = 1; cut < b->longest; cut++) {
        const size_t count = merge(b, s, s->bpe.base, WINDOW - cut);
        size_t same = 0;
        while (same < certain && same < count && s->bpe.certain[same] == s->bpe.symbols[same]
               && s->bpe.certain_lengths[same] == s->bpe.lengths[same]) {
            same++;
        }
        certain = same;
    }
    certain = certain == 0 ? 1 : certain;
    for (i = 0; i < certain; i++) {
        covered += s->bpe.certain_lengths[i];
    }
    put_tokens(b, s->bpe.certain, certain, sink);
    /* A token of a whole window, which only merges from elsewhere can make, has a length that is no byte. */
    return covered == 0 ? WINDOW : covered;
}

/* Puts one word; goes behind it unless the output is full. */
static void put_word(const thimble_tokenizer_data *t, thimble_word_t *word, thimble_tokenizer_scratch *s,
                     thimble_sink_t *sink)
{
    stream_t stream;
    size_t filled = 0;
    stream.word = *word;
    stream.first = 1;
    stream.after_unknown = 0;
    for (;;) {
        size_t covered;
        while (filled <= WINDOW && next_symbol(t, &stream, &s->bpe.base[filled])) {
            filled++;
        }
        if (filled <= WINDOW) {
            break;
        }
        covered = put_certain(t->bpe, s, sink);
        if (thimble_sink_full(sink)) {
            return;
        }
        memmove(s->bpe.base, s->bpe.base + covered, (filled - covered) * sizeof *s->bpe.base);
        filled -= covered;
    }
    if (filled != 0) {
        const size_t count = merge(t->bpe, s, s->bpe.base, filled);
        put_tokens(t->bpe, s->bpe.symbols, count, sink);
    }
    *word = stream.word;
}

THIMBLE_SHARED
int thimble_tokenize_bpe(const thimble_tokenizer_data *t, thimble_tokenizer_scratch *scratch, const char *utf8,
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
            put_word(t, &word, scratch, &sink);
            cursor = word.cursor;
        }
    }
    thimble_sink_close(&sink, t, count, truncated);
    return THIMBLE_TOKENIZE_OK;
}
