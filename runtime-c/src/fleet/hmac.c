/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: HMAC-SHA-256. */
#include "hmac.h"

#include <string.h>

#define INNER 0x36u
#define OUTER 0x5Cu

/* Changes the bytes of the pad by a mask. */
static void change(uint8_t *pad, unsigned mask)
{
    unsigned i;
    for (i = 0; i < THIMBLE_HMAC_BLOCK_BYTES; i++) {
        pad[i] = (uint8_t)(pad[i] ^ mask);
    }
}

THIMBLE_SHARED
void thimble_hmac_setup(thimble_hmac_t *hmac, const uint8_t *key, size_t count)
{
    memset(hmac->pad, 0, sizeof hmac->pad);
    if (count <= sizeof hmac->pad) {
        memcpy(hmac->pad, key, count);
    } else {
        thimble_sha256_setup(&hmac->hash);
        thimble_sha256_update(&hmac->hash, key, count);
        thimble_sha256_finish(&hmac->hash, hmac->pad);
    }
    change(hmac->pad, INNER);
    thimble_sha256_setup(&hmac->hash);
    thimble_sha256_update(&hmac->hash, hmac->pad, sizeof hmac->pad);
    change(hmac->pad, INNER ^ OUTER);
}

THIMBLE_SHARED
void thimble_hmac_update(thimble_hmac_t *hmac, const uint8_t *bytes, size_t count)
{
    thimble_sha256_update(&hmac->hash, bytes, count);
}

THIMBLE_SHARED
void thimble_hmac_finish(thimble_hmac_t *hmac, uint8_t *code)
{
    uint8_t inner[THIMBLE_SHA256_BYTES];
    thimble_sha256_finish(&hmac->hash, inner);
    thimble_sha256_setup(&hmac->hash);
    thimble_sha256_update(&hmac->hash, hmac->pad, sizeof hmac->pad);
    thimble_sha256_update(&hmac->hash, inner, sizeof inner);
    thimble_sha256_finish(&hmac->hash, code);
}
