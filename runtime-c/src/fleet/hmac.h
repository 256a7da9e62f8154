/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: HMAC-SHA-256 (RFC 2104, FIPS 198-1), the code by which a server knows a device. */
#ifndef THIMBLE_HMAC_H
#define THIMBLE_HMAC_H

#include "sha256.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a block of the hash, which a key is brought to. */
#define THIMBLE_HMAC_BLOCK_BYTES 64

/* A code under way. Only the three functions look inside. */
typedef struct {
    thimble_sha256_t hash;
    uint8_t pad[THIMBLE_HMAC_BLOCK_BYTES]; /* the key, as the outer hash begins with it */
} thimble_hmac_t;

/* Begins a code with a key of count bytes. */
void thimble_hmac_setup(thimble_hmac_t *hmac, const uint8_t *key, size_t count);

/* Takes the next count bytes of the message. */
void thimble_hmac_update(thimble_hmac_t *hmac, const uint8_t *bytes, size_t count);

/* Writes the code, THIMBLE_SHA256_BYTES long. It has ended: only setup may follow. */
void thimble_hmac_finish(thimble_hmac_t *hmac, uint8_t *code);

#ifdef __cplusplus
}
#endif

#endif
