/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: LMS signatures with SHA-256. Names are those of RFC 8554, sections 3 to 5, where it has one. */
#include "lms.h"

#include <string.h>

/* Every hash begins with the identifier, a number of 4 bytes and 2 that keep the uses apart: a chain's, or these. */
#define PREFIX_BYTES 22u
#define D_PBLC 0x8080u
#define D_MESG 0x8181u
#define D_LEAF 0x8282u
#define D_INTR 0x8383u

#define FIRST_TREE_TYPE 5u /* LMS_SHA256_M32_H5; each further one is 5 higher, up to _H25 */
#define TREE_TYPES 5u

#define IDENTIFIER_AT 8u /* in a public key */
#define RANDOMIZER_AT 8u /* in a signature */

/* Number of items of a signature that is none. */
#define MALFORMED 0xFFFFu

/* LM-OTS parameters of types 1 to 4, LMOTS_SHA256_N32_W1 to _W8. */
typedef struct {
    uint16_t p; /* chains */
    uint8_t w;  /* bits a digit */
    uint8_t ls; /* how far the checksum is shifted to the left */
} ots_t;

static const ots_t ots_of_type[4] = {{265, 1, 7}, {133, 2, 6}, {67, 4, 4}, {34, 8, 0}};

static uint32_t read_word(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The parameters of a public key's one-time signatures; null where its types are none of the RFC's. */
static const ots_t *ots_of_key(const uint8_t *key)
{
    const uint32_t tree = read_word(key) - FIRST_TREE_TYPE;
    const uint32_t ots = read_word(key + 4) - 1u;
    return tree < TREE_TYPES && ots < sizeof ots_of_type / sizeof ots_of_type[0] ? &ots_of_type[ots] : NULL;
}

static uint8_t height_of_key(const uint8_t *key)
{
    return (uint8_t)(5u * (read_word(key) - FIRST_TREE_TYPE + 1u));
}

/* Items of a signature behind its head: a value of each chain, the tree's type, and a node of each level. */
static unsigned items(const thimble_lms_t *lms)
{
    return lms->chains + 1u + lms->height;
}

/* The number of the leaf's node: the root is 1, those below node r are 2 r and 2 r + 1. */
static uint32_t leaf_node(const thimble_lms_t *lms)
{
    return ((uint32_t)1 << lms->height) + lms->leaf;
}

static void write_prefix(const thimble_lms_t *lms, uint8_t *prefix, uint32_t number, unsigned use)
{
    memcpy(prefix, lms->identifier, sizeof lms->identifier);
    prefix[16] = (uint8_t)(number >> 24);
    prefix[17] = (uint8_t)(number >> 16);
    prefix[18] = (uint8_t)(number >> 8);
    prefix[19] = (uint8_t)number;
    prefix[20] = (uint8_t)(use >> 8);
    prefix[21] = (uint8_t)use;
}

static void setup(const thimble_lms_t *lms, thimble_sha256_t *hash, uint32_t number, unsigned use)
{
    uint8_t prefix[PREFIX_BYTES];
    write_prefix(lms, prefix, number, use);
    thimble_sha256_setup(hash);
    thimble_sha256_update(hash, prefix, sizeof prefix);
}

/* Digit i: coef(digits, i, w). */
static unsigned digit(const thimble_lms_t *lms, unsigned i)
{
    const unsigned bit = i * lms->width;
    return lms->digits[bit / 8u] >> (8u - lms->width - bit % 8u) & ((1u << lms->width) - 1u);
}

/*
 * Writes the digits of a message. Without the checksum, who has one signature could go on along its chains to another
 * message whose digits are all larger; it makes one of them smaller.
 */
static void write_digits(thimble_lms_t *lms, const ots_t *ots, const uint8_t *randomizer, const uint8_t *message,
                         size_t count)
{
    thimble_sha256_t hash;
    unsigned sum = 0;
    unsigned i;
    setup(lms, &hash, lms->leaf, D_MESG);
    thimble_sha256_update(&hash, randomizer, THIMBLE_SHA256_BYTES);
    thimble_sha256_update(&hash, message, count);
    thimble_sha256_finish(&hash, lms->digits);
    for (i = 0; i < 8u * THIMBLE_SHA256_BYTES / ots->w; i++) {
        sum += (1u << ots->w) - 1u - digit(lms, i);
    }
    sum <<= ots->ls;
    lms->digits[THIMBLE_SHA256_BYTES] = (uint8_t)(sum >> 8);
    lms->digits[THIMBLE_SHA256_BYTES + 1] = (uint8_t)sum;
}

THIMBLE_SHARED
uint32_t thimble_lms_bytes(const uint8_t *key)
{
    const ots_t *ots = ots_of_key(key);
    if (ots == NULL) {
        return 0;
    }
    return THIMBLE_LMS_HEAD_BYTES + 4u + THIMBLE_SHA256_BYTES * ((uint32_t)ots->p + height_of_key(key));
}

THIMBLE_SHARED
int thimble_lms_begin(thimble_lms_t *lms, const uint8_t *key, const uint8_t *head, const uint8_t *message, size_t count)
{
    const ots_t *ots = ots_of_key(key);
    memset(lms, 0, sizeof *lms);
    memset(lms->node, 0xFF, sizeof lms->node);
    lms->next = MALFORMED;
    if (ots == NULL || read_word(head + 4) != read_word(key + 4) || read_word(head) >> height_of_key(key) != 0) {
        return 0;
    }
    memcpy(lms->identifier, key + IDENTIFIER_AT, sizeof lms->identifier);
    lms->leaf = read_word(head);
    lms->height = height_of_key(key);
    lms->width = ots->w;
    lms->chains = ots->p;
    write_digits(lms, ots, head + RANDOMIZER_AT, message, count);
    setup(lms, &lms->ends, lms->leaf, D_PBLC);
    lms->next = 0;
    return 1;
}

/* Goes along chain i from the value in item to the chain's end. */
static void end_chain(thimble_lms_t *lms, unsigned i)
{
    const unsigned end = (1u << lms->width) - 1u;
    uint8_t link[PREFIX_BYTES + 1 + THIMBLE_SHA256_BYTES];
    unsigned j;
    write_prefix(lms, link, lms->leaf, i);
    memcpy(link + PREFIX_BYTES + 1, lms->item, THIMBLE_SHA256_BYTES);
    for (j = digit(lms, i); j < end; j++) {
        thimble_sha256_t hash;
        link[PREFIX_BYTES] = (uint8_t)j;
        thimble_sha256_setup(&hash);
        thimble_sha256_update(&hash, link, sizeof link);
        thimble_sha256_finish(&hash, link + PREFIX_BYTES + 1);
    }
    thimble_sha256_update(&lms->ends, link + PREFIX_BYTES + 1, THIMBLE_SHA256_BYTES);
}

/* The leaf's node, of the ends of all chains. */
static void grow_leaf(thimble_lms_t *lms)
{
    uint8_t key[THIMBLE_SHA256_BYTES];
    thimble_sha256_t hash;
    thimble_sha256_finish(&lms->ends, key);
    setup(lms, &hash, leaf_node(lms), D_LEAF);
    thimble_sha256_update(&hash, key, sizeof key);
    thimble_sha256_finish(&hash, lms->node);
}

/* The node above node, level levels above the leaf, and the one beside it, which item holds. */
static void climb(thimble_lms_t *lms, unsigned level)
{
    const uint32_t number = leaf_node(lms) >> level;
    const int right = (number & 1u) != 0;
    thimble_sha256_t hash;
    setup(lms, &hash, number / 2u, D_INTR);
    thimble_sha256_update(&hash, right ? lms->item : lms->node, THIMBLE_SHA256_BYTES);
    thimble_sha256_update(&hash, right ? lms->node : lms->item, THIMBLE_SHA256_BYTES);
    thimble_sha256_finish(&hash, lms->node);
}

/* What an item is for, once it is whole. */
static void take_item(thimble_lms_t *lms)
{
    const unsigned at = lms->next;
    lms->next++;
    lms->filled = 0;
    if (at < lms->chains) {
        end_chain(lms, at);
    } else if (at > lms->chains) {
        climb(lms, at - lms->chains - 1u);
    } else if (5u * (read_word(lms->item) - FIRST_TREE_TYPE + 1u) == lms->height) {
        grow_leaf(lms);
    } else {
        lms->next = MALFORMED;
    }
}

THIMBLE_SHARED
void thimble_lms_feed(thimble_lms_t *lms, const uint8_t *bytes, size_t count)
{
    while (count != 0 && lms->next < items(lms)) {
        const unsigned size = lms->next == lms->chains ? 4u : THIMBLE_SHA256_BYTES;
        const size_t room = size - lms->filled;
        const size_t taken = count < room ? count : room;
        memcpy(lms->item + lms->filled, bytes, taken);
        lms->filled = (uint8_t)(lms->filled + taken);
        bytes += taken;
        count -= taken;
        if (taken == room) {
            take_item(lms);
        }
    }
    if (count != 0) {
        lms->next = MALFORMED;
    }
}

THIMBLE_SHARED
void thimble_lms_root(const thimble_lms_t *lms, uint8_t *root)
{
    memset(root, 0xFF, THIMBLE_SHA256_BYTES);
    if (lms->next == items(lms)) {
        memcpy(root, lms->node, THIMBLE_SHA256_BYTES);
    }
}
