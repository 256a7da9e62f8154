/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: shares of a secret. */
#include "shamir.h"

#include <string.h>

#include "mask.h"

/* What x^8 is, less x^8. */
#define REDUCED 0x1Bu

/* The product of two elements; the same steps for all of them. */
static unsigned multiply(unsigned a, unsigned b)
{
    unsigned product = 0;
    unsigned i;
    for (i = 8; i-- > 0;) {
        product = (product << 1) ^ (REDUCED & (0u - (product >> 7)));
        product = (product ^ (a & (0u - (b >> i & 1u)))) & 0xFFu;
    }
    return product;
}

THIMBLE_SHARED
void thimble_shamir_share(uint8_t *share, const uint8_t *secret, const uint8_t *seed, unsigned threshold,
                          unsigned place)
{
    unsigned block;
    unsigned i;
    memset(share, 0, THIMBLE_SHAMIR_BYTES);
    for (block = 0; block + 1 < threshold; block++) {
        uint8_t coefficients[THIMBLE_MASK_BYTES];
        thimble_mask_block(coefficients, seed, block);
        for (i = 0; i < THIMBLE_SHAMIR_BYTES; i++) {
            share[i] = (uint8_t)multiply(place, (unsigned)(share[i] ^ coefficients[i]));
        }
    }
    for (i = 0; i < THIMBLE_SHAMIR_BYTES; i++) {
        share[i] = (uint8_t)(share[i] ^ secret[i]);
    }
}
