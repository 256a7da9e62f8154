/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures of RFC 8554, as its section 4.5 and algorithms 4a and 4b have them. */
#include "fuzz_signer.h"

#include <string.h>

#include "lms.h"

enum { NODE = 32, CHAINS = 34, VALUES = 256, DIGITS = 32, RANDOMIZER_AT = 8, IDENTIFIER = 16, LEAF = 9 };

/* The first types of trees and of one-time signatures that the profile has: LMS_SHA256_M32_H5, LMOTS_SHA256_N32_W8. */
enum { TREE_TYPE = 5, OTS_TYPE = 4 };

/* What keeps the uses of the hash apart: the message. */
#define D_MESG 0x8181u

/* All values of all chains: who signs shows one of each. */
static uint8_t chain[CHAINS][VALUES][NODE];

static void put_number(uint8_t *bytes, uint32_t number, unsigned count)
{
    while (count > 0) {
        bytes[--count] = (uint8_t)number;
        number >>= 8;
    }
}

/* Identifier, the leaf's number, and what the hash is of. */
static void begin(thimble_sha256_t *hash, unsigned use)
{
    uint8_t prefix[IDENTIFIER + 6];
    memset(prefix, 0x1D, IDENTIFIER);
    put_number(prefix + IDENTIFIER, LEAF, 4);
    put_number(prefix + IDENTIFIER + 4, use, 2);
    thimble_sha256_setup(hash);
    thimble_sha256_update(hash, prefix, sizeof prefix);
}

/* The chains, from secrets that are none to the ends; once. */
static void grow_chains(void)
{
    if (chain[0][0][0] != 0) {
        return;
    }
    for (unsigned i = 0; i < CHAINS; i++) {
        memset(chain[i][0], (int)(1 + i), NODE);
        for (unsigned j = 0; j + 1 < VALUES; j++) {
            const uint8_t step = (uint8_t)j;
            thimble_sha256_t hash;
            begin(&hash, i);
            thimble_sha256_update(&hash, &step, 1);
            thimble_sha256_update(&hash, chain[i][j], NODE);
            thimble_sha256_finish(&hash, chain[i][j + 1]);
        }
    }
}

void fuzz_digits(const uint8_t *message, size_t count, uint8_t *digits)
{
    thimble_sha256_t hash;
    unsigned sum = 0;
    begin(&hash, D_MESG);
    thimble_sha256_update(&hash, fuzz_head() + RANDOMIZER_AT, NODE);
    thimble_sha256_update(&hash, message, count);
    thimble_sha256_finish(&hash, digits);
    for (unsigned i = 0; i < DIGITS; i++) {
        sum += VALUES - 1u - digits[i];
    }
    put_number(digits + DIGITS, sum, 2);
}

const uint8_t *fuzz_head(void)
{
    static uint8_t head[THIMBLE_LMS_HEAD_BYTES];
    put_number(head, LEAF, 4);
    put_number(head + 4, OTS_TYPE, 4);
    memset(head + RANDOMIZER_AT, 0xC0, NODE);
    return head;
}

const uint8_t *fuzz_item(const uint8_t *digits, unsigned type, unsigned item, size_t *bytes)
{
    static uint8_t others[NODE];
    *bytes = item == CHAINS ? 4 : NODE;
    if (item < CHAINS) {
        return chain[item][digits[item]];
    }
    memset(others, 0xA7, sizeof others);
    if (item == CHAINS) {
        put_number(others, TREE_TYPE + type, 4);
    }
    return others;
}

/* Signs by one tree; returns the signature's bytes. */
static size_t sign(unsigned type, const uint8_t *message, size_t count, uint8_t *signature)
{
    uint8_t digits[DIGITS + 2];
    uint8_t *at = signature + THIMBLE_LMS_HEAD_BYTES;
    memcpy(signature, fuzz_head(), THIMBLE_LMS_HEAD_BYTES);
    fuzz_digits(message, count, digits);
    for (unsigned i = 0; i < FUZZ_ITEMS(type); i++) {
        size_t bytes;
        const uint8_t *const item = fuzz_item(digits, type, i, &bytes);
        memcpy(at, item, bytes);
        at += bytes;
    }
    return (size_t)(at - signature);
}

/* The public key of a tree: its root is what a signature, of any message, says that it is. */
static void write_tree(unsigned type, uint8_t *key)
{
    static uint8_t keys[FUZZ_TREE_TYPES][THIMBLE_LMS_KEY_BYTES];
    uint8_t signature[FUZZ_SIGNATURE_BYTES];
    uint8_t *const known = keys[type];
    thimble_lms_t lms;
    size_t count;
    if (known[3] == 0) {
        grow_chains();
        put_number(known, TREE_TYPE + type, 4);
        put_number(known + 4, OTS_TYPE, 4);
        memset(known + 8, 0x1D, IDENTIFIER);
        count = sign(type, known, 0, signature);
        (void)thimble_lms_begin(&lms, known, signature, known, 0);
        thimble_lms_feed(&lms, signature + THIMBLE_LMS_HEAD_BYTES, count - THIMBLE_LMS_HEAD_BYTES);
        thimble_lms_root(&lms, known + THIMBLE_LMS_KEY_ROOT);
    }
    memcpy(key, known, THIMBLE_LMS_KEY_BYTES);
}

void fuzz_key(fuzz_trees_t trees, uint8_t *key)
{
    put_number(key, (uint32_t)trees.levels, THIMBLE_KEYS_LEVELS_BYTES);
    write_tree(trees.levels == 1 ? trees.lower : trees.upper, key + THIMBLE_KEYS_LEVELS_BYTES);
}

size_t fuzz_sign(fuzz_trees_t trees, const uint8_t *message, size_t count, uint8_t *signature)
{
    uint8_t *at = signature;
    put_number(at, (uint32_t)trees.levels - 1u, THIMBLE_KEYS_LEVELS_BYTES);
    at += THIMBLE_KEYS_LEVELS_BYTES;
    if (trees.levels == 2) {
        uint8_t below[THIMBLE_LMS_KEY_BYTES];
        write_tree(trees.lower, below);
        at += sign(trees.upper, below, sizeof below, at);
        memcpy(at, below, sizeof below);
        at += sizeof below;
    }
    at += sign(trees.lower, message, count, at);
    return (size_t)(at - signature);
}
