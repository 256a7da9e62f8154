/* SPDX-License-Identifier: Apache-2.0 */
#ifndef THIMBLE_TOKENIZER_H
#define THIMBLE_TOKENIZER_H

#include <stddef.h>
#include <stdint.h>

#include "symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * UTF-8 text to token ids, driven by constant tables that the compiler writes. The ids are those of Hugging Face's
 * library with truncation=True; ill-formed UTF-8 counts as U+FFFD, one for each maximal ill-formed part.
 *
 * Text is read as a stream of "characters": small numbers that stand for normalised code points. Code points that no
 * token holds share one number, so that the tables are as large as the vocabulary's alphabet, not as Unicode.
 */

/* Characters of every tokenizer: a space that separates words, and an unknown word character. */
enum { THIMBLE_CHAR_SPACE = 0, THIMBLE_CHAR_UNKNOWN = 1 };

/* Results of the tokenizing functions. */
enum { THIMBLE_TOKENIZE_OK = 0, THIMBLE_TOKENIZE_NO_ROOM = 1 };

/* No symbol, no merge. */
#define THIMBLE_BPE_NONE 0xFFFFu

/* Symbols of a word that are looked at together; the compiler's reference uses the same number. */
#define THIMBLE_BPE_WINDOW 256

/* Bytes of a word that are looked at together; no token's code is longer. */
#define THIMBLE_WORDPIECE_WINDOW 256

/* How text becomes words. */
typedef struct {
    /* Code points fall into runs of equal effect; the low 16 bits of each run's first code point, plane by plane. */
    const uint16_t *run_starts;
    /* 18 entries: the first run of each plane, and the number of runs. Each plane's first run starts at 0. */
    const uint16_t *plane_runs;
    /* Effect of each run; exactly one of the two is not null. Below char_count: that character. */
    const uint8_t *effects8;
    const uint16_t *effects16;
    /* Effect char_count + i: the characters sequence_chars[sequence_starts[i] .. sequence_starts[i + 1]), at most 4. */
    const uint16_t *sequence_starts;
    const uint16_t *sequence_chars;
    /* Added tokens in the text as typed, longest first: length in bytes (1 to 255), then the bytes. */
    const uint8_t *typed;
    const uint16_t *typed_ids;
    /* Added tokens in normalised text, longest first: number of characters, then the characters. */
    const uint16_t *normalized;
    const uint16_t *normalized_ids;
    uint16_t typed_count;
    uint16_t normalized_count;
    /* How many characters there are. */
    uint32_t char_count;
    /* Characters from here on are punctuation (or what is no word character); below: word characters. */
    uint32_t first_other;
    /* 1: a punctuation character is a word of its own; 0: it joins with its like. */
    uint8_t other_alone;
    /* 1: Hangul syllables are decomposed. */
    uint8_t syllables;
} thimble_tokenizer_text_data;

/* Tokens in the order of their bytes, in buckets, each front-coded. */
typedef struct {
    /* For each token: 4 bits common bytes with the token before, 4 bits codes (15: a byte follows), the codes. */
    const uint8_t *data;
    /* Where each bucket begins in data. */
    const uint32_t *buckets;
    /* Token ids. */
    const uint16_t *ids;
    uint32_t count;
} thimble_dictionary_data;

/* Greedy longest match. */
typedef struct {
    /* Tokens that begin a word, tokens that continue one (without their prefix). */
    thimble_dictionary_data first;
    thimble_dictionary_data next;
    /* What codes from 1 << literal_bits on stand for, one after the other, and where each begins; one more entry. */
    const uint8_t *strings;
    const uint16_t *string_starts;
    /* Words of more characters are unknown. */
    uint32_t max_word_chars;
    /* Characters from here on are coded in two bytes, the first of which is at least this. */
    uint16_t two_bytes_from;
    /* Bytes of the longest token. */
    uint16_t longest;
    uint16_t unknown_id;
    /* Bytes of tokens, and codes that stand for themselves, have so many bits; 8: there are no strings. */
    uint8_t literal_bits;
    /* A bucket has 1 << bucket_bits tokens. */
    uint8_t bucket_bits;
} thimble_wordpiece_data;

/* Byte-pair merges over symbols: the characters' symbols first, then the merges' products by rank. */
typedef struct {
    /* The symbol of each character: inside a word, as its first, as its last, as its only character. */
    const uint16_t *symbols[4];
    /* One bit for each symbol: whether merges have it on their left; and how many have in the words before. */
    const uint32_t *left_bits;
    const uint16_t *left_ranks;
    /* Where the merges of each such left symbol begin; one more entry at the end. */
    const uint16_t *left_starts;
    /* The merges' right symbols, ascending for each left symbol, and their ranks. */
    const uint16_t *rights;
    const uint16_t *ranks;
    /* The symbol that each rank makes; null: first_product + rank. */
    const uint16_t *products;
    /* Token ids of the first id_count symbols; the others' are symbol + id_offset (mod 65536). */
    const uint16_t *ids;
    uint16_t id_count;
    uint16_t id_offset;
    uint16_t first_product;
    /* The symbol of unknown characters; THIMBLE_BPE_NONE: they vanish. */
    uint16_t unknown;
    /* Characters of the longest token, 1 to 64. */
    uint8_t longest;
    /* 1: neighbouring unknown characters are one unknown. */
    uint8_t fuse_unknown;
    /* 1: a word's last character has symbols of its own. */
    uint8_t has_last;
} thimble_bpe_data;

/* One tokenizer. Exactly one of wordpiece and bpe is not null. */
typedef struct {
    thimble_tokenizer_text_data text;
    const thimble_wordpiece_data *wordpiece;
    const thimble_bpe_data *bpe;
    /* Special ids before and after the text's. */
    const uint16_t *before;
    const uint16_t *after;
    uint16_t before_count;
    uint16_t after_count;
} thimble_tokenizer_data;

/*
 * A tokenizer in an image: the same tables, each with its place. An image is data from elsewhere: the functions that
 * say whether tables fit look at every element that is later used as an index.
 */

/* A table: elements, and bytes from the image's start, a multiple of an element's size. No elements: there is none. */
typedef struct {
    uint32_t offset;
    uint32_t count;
} thimble_table_data;

/* thimble_tokenizer_text_data and the special ids; counts that are missing here are those of tables. */
typedef struct {
    thimble_table_data run_starts;
    thimble_table_data plane_runs;
    thimble_table_data effects8;
    thimble_table_data effects16;
    thimble_table_data sequence_starts;
    thimble_table_data sequence_chars;
    thimble_table_data typed;
    thimble_table_data typed_ids;
    thimble_table_data normalized;
    thimble_table_data normalized_ids;
    thimble_table_data before;
    thimble_table_data after;
    uint32_t char_count;
    uint32_t first_other;
    uint32_t other_alone;
    uint32_t syllables;
} thimble_text_tables_data;

/* thimble_dictionary_data; it has as many tokens as ids. */
typedef struct {
    thimble_table_data data;
    thimble_table_data buckets;
    thimble_table_data ids;
} thimble_dictionary_tables_data;

/* thimble_wordpiece_data. */
typedef struct {
    thimble_text_tables_data text;
    thimble_dictionary_tables_data first;
    thimble_dictionary_tables_data next;
    thimble_table_data strings;
    thimble_table_data string_starts;
    uint32_t max_word_chars;
    uint32_t two_bytes_from;
    uint32_t longest;
    uint32_t unknown_id;
    uint32_t literal_bits;
    uint32_t bucket_bits;
} thimble_wordpiece_tables_data;

/* thimble_bpe_data. */
typedef struct {
    thimble_text_tables_data text;
    thimble_table_data symbols[4];
    thimble_table_data left_bits;
    thimble_table_data left_ranks;
    thimble_table_data left_starts;
    thimble_table_data rights;
    thimble_table_data ranks;
    thimble_table_data products;
    thimble_table_data ids;
    /* Symbols are below this. */
    uint32_t symbol_count;
    uint32_t id_offset;
    uint32_t first_product;
    uint32_t unknown;
    uint32_t longest;
    uint32_t fuse_unknown;
    uint32_t has_last;
} thimble_bpe_tables_data;

/* Working memory of one call; its contents need not be kept between calls. */
typedef union {
    struct {
        uint8_t window[THIMBLE_WORDPIECE_WINDOW];
    } wordpiece;
    struct {
        uint16_t base[THIMBLE_BPE_WINDOW + 1];
        uint16_t symbols[THIMBLE_BPE_WINDOW];
        uint16_t ranks[THIMBLE_BPE_WINDOW];
        uint16_t certain[THIMBLE_BPE_WINDOW];
        uint8_t lengths[THIMBLE_BPE_WINDOW];
        uint8_t certain_lengths[THIMBLE_BPE_WINDOW];
    } bpe;
} thimble_tokenizer_scratch;

/*
 * Tokenizes with a WordPiece tokenizer.
 *
 * utf8: len bytes of any content, not changed; may be null when len is 0. ids: receives at most max_ids ids, special
 * ids included; the special ids are kept when the text is cut. count: how many. truncated: 1 when tokens were cut off,
 * else 0. Returns THIMBLE_TOKENIZE_OK, or THIMBLE_TOKENIZE_NO_ROOM when max_ids is less than the special ids need
 * (then nothing is written).
 */
int thimble_tokenize_wordpiece(const thimble_tokenizer_data *t, thimble_tokenizer_scratch *scratch, const char *utf8,
                               size_t len, uint16_t *ids, size_t max_ids, size_t *count, int *truncated);

/* The same with a byte-pair tokenizer. */
int thimble_tokenize_bpe(const thimble_tokenizer_data *t, thimble_tokenizer_scratch *scratch, const char *utf8,
                         size_t len, uint16_t *ids, size_t max_ids, size_t *count, int *truncated);

/*
 * Whether the tables at `part` bytes from an image's start can be used: all of them lie in the image, which has
 * `image_bytes` bytes and starts at a multiple of 4, and no index leads out of any. `vocabulary`: ids are below it.
 * What is read does not depend on what is said elsewhere in the image.
 */
int thimble_wordpiece_tables_fit(const void *image, size_t image_bytes, size_t part, uint32_t vocabulary);

/* The same for a byte-pair tokenizer. */
int thimble_bpe_tables_fit(const void *image, size_t image_bytes, size_t part, uint32_t vocabulary);

/* thimble_tokenize_wordpiece with tables that fit. */
int thimble_wordpiece_tables_apply(const void *image, size_t part, thimble_tokenizer_scratch *scratch,
                                   const char *utf8, size_t len, uint16_t *ids, size_t max_ids, size_t *count,
                                   int *truncated);

/* thimble_tokenize_bpe with tables that fit. */
int thimble_bpe_tables_apply(const void *image, size_t part, thimble_tokenizer_scratch *scratch, const char *utf8,
                             size_t len, uint16_t *ids, size_t max_ids, size_t *count, int *truncated);

#ifdef __cplusplus
}
#endif

#endif
