/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: what one LMS signature (RFC 8554) says the root of its tree is, computed as the signature comes. All
 * parameters of the RFC: trees of height 5 to 25, one-time signatures of w = 1, 2, 4 and 8 bits a digit. Hashes are
 * SHA-256 and have 32 bytes.
 */
#ifndef THIMBLE_LMS_H
#define THIMBLE_LMS_H

#include "sha256.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a public key: the types of tree and one-time signature, 4 each, identifier, root. */
#define THIMBLE_LMS_KEY_BYTES 56

/* Where a public key has its root, THIMBLE_SHA256_BYTES long. */
#define THIMBLE_LMS_KEY_ROOT 24

/* Bytes that a signature begins with: the leaf's number and the type of the one-time signature, 4 each, and C. */
#define THIMBLE_LMS_HEAD_BYTES 40

/* A signature under way: about 250 bytes, no pointers. */
typedef struct {
    thimble_sha256_t ends;                  /* of the ends of the chains so far */
    uint8_t node[THIMBLE_SHA256_BYTES];     /* the last node that was computed */
    uint8_t item[THIMBLE_SHA256_BYTES];     /* what has come of the item that is under way */
    uint8_t digits[THIMBLE_SHA256_BYTES + 2]; /* the message's digest and its checksum: where each chain begins */
    uint8_t identifier[16];                 /* of the tree */
    uint32_t leaf;                          /* its number */
    uint16_t next;                          /* items before the one that is under way */
    uint16_t chains;                        /* items from here on are the type of the tree, and a path of nodes */
    uint8_t filled;                         /* bytes in item */
    uint8_t height;                         /* of the tree */
    uint8_t width;                          /* bits a digit */
} thimble_lms_t;

/* Bytes of a signature by this public key, THIMBLE_LMS_KEY_BYTES long; 0 where its types are none of these. */
uint32_t thimble_lms_bytes(const uint8_t *key);

/*
 * Begins a signature of a message of count bytes by a key: takes the signature's first THIMBLE_LMS_HEAD_BYTES. Returns
 * 1, or 0 where no signature by that key begins with them; then there is no root either, whatever is fed.
 */
int thimble_lms_begin(thimble_lms_t *lms, const uint8_t *key, const uint8_t *head, const uint8_t *message,
                      size_t count);

/* Takes the next count bytes of the signature. */
void thimble_lms_feed(thimble_lms_t *lms, const uint8_t *bytes, size_t count);

/*
 * Writes the root, THIMBLE_SHA256_BYTES long: the signature is right if, and only if, that is the public key's. It is
 * all ones, which is nobody's root, where the signature is malformed or had not exactly its length.
 */
void thimble_lms_root(const thimble_lms_t *lms, uint8_t *root);

#ifdef __cplusplus
}
#endif

#endif
