/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signs for the fuzzer by HSS of one or two trees. All of them have one one-time key, and one leaf that is known; the
 * path from it to a root may be anything. That makes a key and a signature cheap, and signs as often as one likes.
 */
#ifndef FUZZ_SIGNER_H
#define FUZZ_SIGNER_H

#include <stddef.h>
#include <stdint.h>

#include "keys.h"
#include "lms.h"

/* Types of trees, of heights 5 to 25; those that may be the upper of two. */
enum { FUZZ_TREE_TYPES = 5, FUZZ_UPPER_TYPES = 3 };

/* Most bytes of a signature of two trees. */
#define FUZZ_SIGNATURE_BYTES (THIMBLE_KEYS_LEVELS_BYTES + THIMBLE_KEYS_UPPER_BYTES + 56 + 1932)

/* Which trees a key has. */
typedef struct {
    int levels;     /* 1 or 2 */
    unsigned upper; /* type of the upper tree, from 0; of two only */
    unsigned lower; /* of the lower one, or of the only one */
} fuzz_trees_t;

/* Writes the public key, THIMBLE_UPDATE_KEY_BYTES. */
void fuzz_key(fuzz_trees_t trees, uint8_t *key);

/* Signs a message of count bytes; returns the signature's bytes, FUZZ_SIGNATURE_BYTES at most. */
size_t fuzz_sign(fuzz_trees_t trees, const uint8_t *message, size_t count, uint8_t *signature);

/* Of one tree: what every signature begins with, THIMBLE_LMS_HEAD_BYTES. */
const uint8_t *fuzz_head(void);

/* The digits of a message of count bytes, 34 of them. */
void fuzz_digits(const uint8_t *message, size_t count, uint8_t *digits);

/* How many items a signature by a type of tree has behind that: values of chains, the type, nodes of the path. */
#define FUZZ_ITEMS(type) (35u + 5u * ((type) + 1u))

/* An item of the signature of a message with these digits, and its bytes. */
const uint8_t *fuzz_item(const uint8_t *digits, unsigned type, unsigned item, size_t *bytes);

#endif
