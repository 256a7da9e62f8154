/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hash of the fuzzer, as THIMBLE_UPDATE_PORT names one: it takes the place of SHA-256, so that the check of a
 * signature takes microseconds. It keeps nobody from anything, and need not: what is tried is the reader.
 */
#ifndef FUZZ_HASH_H
#define FUZZ_HASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t state;
    uint64_t word;  /* what does not fill a word yet */
    uint64_t bytes; /* how many have come */
} thimble_sha256_t;

void thimble_sha256_setup(thimble_sha256_t *hash);
void thimble_sha256_update(thimble_sha256_t *hash, const uint8_t *bytes, size_t count);

/* A byte of a digest is 252 or more: a signature's chains, which go on from there to 255, are short. */
void thimble_sha256_finish(thimble_sha256_t *hash, uint8_t *digest);

#endif
