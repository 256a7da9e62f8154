/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the keys that a device trusts, and which parameters of HSS the profile of docs/updates.md has. */
#ifndef THIMBLE_KEYS_H
#define THIMBLE_KEYS_H

#include "thimble/symbols.h"
#include "thimble/update.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In front of what LMS has: of a key, how many trees; of a signature, how many public keys it brings. */
#define THIMBLE_KEYS_LEVELS_BYTES 4

/* Bytes of the longest signature of an upper tree: of height 15. */
#define THIMBLE_KEYS_UPPER_BYTES 1612

/* Bytes of a signature by this public key of LMS; 0 where its parameters are not the profile's. */
uint32_t thimble_keys_signature_bytes(const uint8_t *key);

/* How many trees a key of the profile has: 1 or 2. */
unsigned thimble_keys_levels(const uint8_t *key);

/*
 * The trusted key with this id, which is the first 8 bytes of its digest; null where there is none, or none of the
 * profile, or where bit i of revoked is set for its slot i.
 */
const uint8_t *thimble_keys_find(const thimble_update_keys_data *keys, unsigned revoked, const uint8_t *id);

#ifdef __cplusplus
}
#endif

#endif
