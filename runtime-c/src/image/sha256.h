/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: SHA-256 (FIPS 180-4), the one hash that packages, signatures and images are made of. */
#ifndef THIMBLE_SHA256_H
#define THIMBLE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a digest. */
#define THIMBLE_SHA256_BYTES 32

#ifdef THIMBLE_UPDATE_PORT
/*
 * The firmware has a hash of its own: PSA Crypto, a hash accelerator. THIMBLE_UPDATE_PORT is the name of a header, with
 * its quotation marks, that defines thimble_sha256_t and declares the three functions below; sha256.c is then empty.
 * The check of a signature hashes about 4,300 messages of 55 bytes, so that what a port costs per call counts.
 */
#include THIMBLE_UPDATE_PORT
#else

/* A hash under way. Only the three functions look inside. */
typedef struct {
    uint32_t state[8];
    uint8_t block[64]; /* what does not fill a block yet */
    uint32_t bytes;    /* how many have come */
} thimble_sha256_t;

/* Begins a hash; also one anew. */
void thimble_sha256_setup(thimble_sha256_t *hash);

/* Takes the next count bytes; all calls together take less than 2^32. */
void thimble_sha256_update(thimble_sha256_t *hash, const uint8_t *bytes, size_t count);

/* Writes the digest of all bytes, THIMBLE_SHA256_BYTES of them. The hash has ended: only setup may follow. */
void thimble_sha256_finish(thimble_sha256_t *hash, uint8_t *digest);

#endif

#ifdef __cplusplus
}
#endif

#endif
