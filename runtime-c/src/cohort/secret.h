/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: secrets of a device in a masked round, and of two of them. */
#ifndef THIMBLE_SECRET_H
#define THIMBLE_SECRET_H

#include <stdint.h>

#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a secret, a digest of a roster, and of an id. */
#define THIMBLE_SECRET_BYTES 32
#define THIMBLE_SECRET_ID_BYTES 16

/* What follows from the seed of a device: its two scalars, the seed of its own mask, and those of shares. */
enum {
    THIMBLE_SECRET_SEALING = 0,
    THIMBLE_SECRET_MASKING = 1,
    THIMBLE_SECRET_OWN = 2,
    THIMBLE_SECRET_MASKING_SHARES = 3,
    THIMBLE_SECRET_OWN_SHARES = 4
};

/* Bytes of two shares, and of them with their code. */
#define THIMBLE_SECRET_SHARES_BYTES 64
#define THIMBLE_SECRET_SEALED_BYTES 96

/* Writes one of them. */
void thimble_secret_of(uint8_t *secret, const uint8_t *seed, unsigned which);

/* Writes the seed of the masks that two devices have in common, from what they agreed on and the roster's digest. */
void thimble_secret_mask(uint8_t *seed, const uint8_t *agreed, const uint8_t *roster);

/* Encrypts two shares in place, and writes their code behind them; from and to are ids: who seals, and for whom. */
void thimble_secret_seal(uint8_t *shares, const uint8_t *agreed, const uint8_t *roster, const uint8_t *from,
                         const uint8_t *to);

/* Writes the two shares that were sealed; returns 1, or 0 where the code is another one. */
int thimble_secret_unseal(uint8_t *shares, const uint8_t *sealed, const uint8_t *agreed, const uint8_t *roster,
                          const uint8_t *from, const uint8_t *to);

#ifdef __cplusplus
}
#endif

#endif
