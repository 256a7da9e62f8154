/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands in for lms.c where executions are to be many: takes the signatures that fuzz_signer.c makes, and no other. It
 * compares each item as it comes, where lms.c goes along some five hundred hashes.
 */
#include "lms.h"

#include <string.h>

#include "fuzz_signer.h"

/* The first types of trees and of one-time signatures that the profile has. */
enum { TREE_TYPE = 5, OTS_TYPE = 4 };

static int is_key(const uint8_t *key)
{
    static const uint8_t ots[4] = {0, 0, 0, OTS_TYPE};
    return (key[0] | key[1] | key[2]) == 0 && key[3] >= TREE_TYPE && key[3] < TREE_TYPE + FUZZ_TREE_TYPES
           && memcmp(key + 4, ots, sizeof ots) == 0;
}

uint32_t thimble_lms_bytes(const uint8_t *key)
{
    return is_key(key) ? THIMBLE_LMS_HEAD_BYTES + 4u + 32u * (FUZZ_ITEMS(key[3] - TREE_TYPE) - 1u) : 0;
}

/* Of a signature under way, height is the type of the tree, next the item that comes; width is 1 until one is wrong. */
int thimble_lms_begin(thimble_lms_t *lms, const uint8_t *key, const uint8_t *head, const uint8_t *message, size_t count)
{
    memset(lms, 0, sizeof *lms);
    if (!is_key(key) || memcmp(head, fuzz_head(), THIMBLE_LMS_HEAD_BYTES) != 0) {
        return 0;
    }
    lms->height = (uint8_t)(key[3] - TREE_TYPE);
    lms->width = 1;
    fuzz_digits(message, count, lms->digits);
    return 1;
}

void thimble_lms_feed(thimble_lms_t *lms, const uint8_t *bytes, size_t count)
{
    while (count != 0 && lms->width != 0 && lms->next < FUZZ_ITEMS(lms->height)) {
        size_t item_bytes;
        const uint8_t *const item = fuzz_item(lms->digits, lms->height, lms->next, &item_bytes);
        const size_t left = item_bytes - lms->filled;
        const size_t taken = count < left ? count : left;
        lms->width = memcmp(bytes, item + lms->filled, taken) == 0;
        lms->filled = (uint8_t)(taken == left ? 0 : lms->filled + taken);
        lms->next = (uint16_t)(lms->next + (taken == left ? 1 : 0));
        bytes += taken;
        count -= taken;
    }
    if (count != 0) {
        lms->width = 0;
    }
}

void thimble_lms_root(const thimble_lms_t *lms, uint8_t *root)
{
    const int is_right = lms->width != 0 && lms->next == FUZZ_ITEMS(lms->height);
    memset(root, is_right ? 0xE0 + lms->height : 0xFF, THIMBLE_SHA256_BYTES);
}
