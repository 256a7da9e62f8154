/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: trusted keys. */
#include "keys.h"

#include <string.h>

#include "lms.h"

#define ID_BYTES 8u

/* LMOTS_SHA256_N32_W8, and where a public key of LMS has the type. */
#define OTS_TYPE 4u
#define OTS_TYPE_AT 4u

THIMBLE_SHARED
uint32_t thimble_keys_signature_bytes(const uint8_t *key)
{
    static const uint8_t type[4] = {0, 0, 0, OTS_TYPE};
    return memcmp(key + OTS_TYPE_AT, type, sizeof type) == 0 ? thimble_lms_bytes(key) : 0;
}

THIMBLE_SHARED
unsigned thimble_keys_levels(const uint8_t *key)
{
    return key[3];
}

/* Whether a slot holds a key of the profile: of one tree, or of two whose upper signature the reader can hold. */
static int is_key(const uint8_t *slot)
{
    const uint32_t bytes = thimble_keys_signature_bytes(slot + THIMBLE_KEYS_LEVELS_BYTES);
    const unsigned levels = thimble_keys_levels(slot);
    return (slot[0] | slot[1] | slot[2]) == 0 && bytes != 0
           && (levels == 1 || (levels == 2 && bytes <= THIMBLE_KEYS_UPPER_BYTES));
}

static int has_id(const uint8_t *slot, const uint8_t *id)
{
    uint8_t digest[THIMBLE_SHA256_BYTES];
    thimble_sha256_t hash;
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, slot, THIMBLE_UPDATE_KEY_BYTES);
    thimble_sha256_finish(&hash, digest);
    return memcmp(digest, id, ID_BYTES) == 0;
}

THIMBLE_SHARED
const uint8_t *thimble_keys_find(const thimble_update_keys_data *keys, unsigned revoked, const uint8_t *id)
{
    unsigned i;
    for (i = 0; i < THIMBLE_UPDATE_KEYS; i++) {
        const uint8_t *slot = keys->slots[i];
        if ((revoked >> i & 1u) == 0 && is_key(slot) && has_id(slot, id)) {
            return slot;
        }
    }
    return NULL;
}
