/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: whether a package is authentic. */
#include "verdict.h"

/* A part of THIMBLE_PACKAGE_AUTHENTIC: any number that is not most of it. */
#define ONE_PART 0x5C1E9A37u

/* One pass over what was computed and what it must be: the bits in which they differ. It reads both itself. */
static uint32_t difference_forwards(const volatile uint8_t *computed, const volatile uint8_t *expected)
{
    uint32_t difference = 0;
    unsigned i;
    for (i = 0; i < THIMBLE_SHA256_BYTES; i++) {
        difference |= (uint32_t)computed[i] ^ expected[i];
    }
    return i == THIMBLE_SHA256_BYTES ? difference : ~(uint32_t)0;
}

/* The other pass, which shares no code with the first. */
static uint32_t difference_backwards(const volatile uint8_t *computed, const volatile uint8_t *expected)
{
    uint32_t difference = 0;
    unsigned left = THIMBLE_SHA256_BYTES;
    while (left != 0) {
        left--;
        difference |= (uint32_t)(expected[left] ^ computed[left]) << 8;
    }
    return left == 0 ? difference : ~(uint32_t)0;
}

/* Whether the key is one of those that are pinned, and not revoked: asked each time, as all else that decides. */
static int is_trusted(const thimble_package_t *p)
{
    unsigned i;
    for (i = 0; i < THIMBLE_UPDATE_KEYS; i++) {
        if (p->key == p->keys->slots[i]) {
            return (p->revoked >> i & 1u) == 0;
        }
    }
    return 0;
}

/*
 * What the first count comparisons find, in THIMBLE_PACKAGE_AUTHENTIC: that itself if, and only if, it is nothing. It
 * is a sum of two parts, so that no step but the last has it; each pass spoils one of them, and each another byte, so
 * that neither makes up for the other.
 */
THIMBLE_SHARED
uint32_t thimble_verdict(const thimble_package_t *p, unsigned count)
{
    volatile uint32_t difference[2] = {~(uint32_t)0, ~(uint32_t)0};
    const uint8_t *expected[THIMBLE_VERDICT_COMPARISONS];
    uint32_t found = 0;
    unsigned i;
    if (!is_trusted(p)) {
        return 0;
    }
    expected[THIMBLE_VERDICT_PINNED_ROOT] = p->key + THIMBLE_KEYS_LEVELS_BYTES + THIMBLE_LMS_KEY_ROOT;
    expected[THIMBLE_VERDICT_SIGNERS_ROOT] = p->signer + THIMBLE_LMS_KEY_ROOT;
    expected[THIMBLE_VERDICT_DIGEST] = p->digest;
    for (i = 0; i < count; i++) {
        found |= difference_forwards(p->computed[i], expected[i]);
    }
    difference[0] = found;
    for (found = 0, i = count; i != 0; i--) {
        found |= difference_backwards(p->computed[i - 1u], expected[i - 1u]);
    }
    difference[1] = found;
    return (ONE_PART ^ difference[0]) + ((THIMBLE_PACKAGE_AUTHENTIC - ONE_PART) ^ difference[1]);
}
