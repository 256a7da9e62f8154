/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: X25519 (RFC 7748, section 5), on which two devices agree. What it does, and for how long, depends on
 * no secret, on cores whose 32-bit multiplication takes the same time for all numbers, as that of Cortex-M4 does.
 */
#ifndef THIMBLE_X25519_H
#define THIMBLE_X25519_H

#include <stdint.h>

#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a scalar, a point and a product, the lowest first. */
#define THIMBLE_X25519_BYTES 32

/*
 * Writes the product of a scalar and a point. Returns 0 where that is 0: the point is of small order then, and everyone
 * has the same product with it; else 1. Neither may lie where the product does.
 */
int thimble_x25519(uint8_t *product, const uint8_t *scalar, const uint8_t *point);

/* Writes the public key of a scalar: its product with the base point, whose coordinate is 9. */
void thimble_x25519_public(uint8_t *key, const uint8_t *scalar);

#ifdef __cplusplus
}
#endif

#endif
