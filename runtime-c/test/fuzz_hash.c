/* SPDX-License-Identifier: Apache-2.0 */
/* A hash in a few instructions for each word: of 64 bits, so that two messages hardly ever have the same. */
#include "fuzz_hash.h"

#include <string.h>

#define WORD_BYTES 8u
#define DIGEST_BYTES 32u

/* 2^64 divided by the golden ratio, odd: its multiples are spread as evenly as can be. */
#define SPREAD 0x9E3779B97F4A7C15u

/* Bits of each byte of a digest that are always set. */
#define HIGH 0xFCFCFCFCFCFCFCFCu

static uint64_t mix(uint64_t state, uint64_t word)
{
    state = (state ^ word) * SPREAD;
    return state ^ state >> 29;
}

void thimble_sha256_setup(thimble_sha256_t *hash)
{
    hash->state = 0;
    hash->word = 0;
    hash->bytes = 0;
}

void thimble_sha256_update(thimble_sha256_t *hash, const uint8_t *bytes, size_t count)
{
    unsigned filled = (unsigned)(hash->bytes % WORD_BYTES);
    uint64_t state = hash->state;
    uint64_t word = hash->word;
    hash->bytes += count;
    while (count != 0) {
        for (; filled == 0 && count >= WORD_BYTES; count -= WORD_BYTES) {
            memcpy(&word, bytes, WORD_BYTES);
            state = mix(state, word);
            word = 0;
            bytes += WORD_BYTES;
        }
        for (; count != 0 && filled < WORD_BYTES; count--) {
            word |= (uint64_t)*bytes++ << 8u * filled++;
        }
        if (filled == WORD_BYTES) {
            state = mix(state, word);
            word = 0;
            filled = 0;
        }
    }
    hash->state = state;
    hash->word = word;
}

void thimble_sha256_finish(thimble_sha256_t *hash, uint8_t *digest)
{
    uint64_t word = mix(mix(hash->state, hash->word), hash->bytes);
    for (unsigned i = 0; i < DIGEST_BYTES; i += WORD_BYTES) {
        const uint64_t bytes = word | HIGH;
        memcpy(digest + i, &bytes, WORD_BYTES);
        word = mix(word, i);
    }
}
