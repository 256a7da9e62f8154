/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: shares of a secret (Shamir 1979), by bytes, over GF(2^8) modulo x^8 + x^4 + x^3 + x + 1. */
#ifndef THIMBLE_SHAMIR_H
#define THIMBLE_SHAMIR_H

#include <stdint.h>

#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a secret and a share. */
#define THIMBLE_SHAMIR_BYTES 32

/*
 * Writes the share for a place, 1 to 255, of which threshold ones give the secret. The coefficients of the highest
 * power are the first block that follows from the seed, and so on; it is the same seed for all places.
 */
void thimble_shamir_share(uint8_t *share, const uint8_t *secret, const uint8_t *seed, unsigned threshold,
                          unsigned place);

#ifdef __cplusplus
}
#endif

#endif
