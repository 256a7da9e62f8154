/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: words that hide a device's values until those of all its cohort are added (Bonawitz et al. 2017).
 * Two devices have a seed in common, of which both make the same words; the one whose id is smaller adds them modulo
 * 2^32, the other one subtracts them.
 */
#ifndef THIMBLE_MASK_H
#define THIMBLE_MASK_H

#include "thimble/fleet.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Words that come of one digest. */
#define THIMBLE_MASK_WORDS 8

/* Bytes of a seed, and of each block that follows from it. */
#define THIMBLE_MASK_BYTES 32

/* Writes block i that follows from a seed: the digest of the seed and of i, four bytes, the lowest first. */
void thimble_mask_block(uint8_t *block, const uint8_t *seed, uint32_t i);

/*
 * Adds to THIMBLE_MASK_WORDS words those that the device masks them with: of each peer the digest of its seed and of
 * the block's number, four bytes, read as words; all of them little-endian. Block i holds the words from 8 i on.
 */
void thimble_mask_add(uint32_t *words, uint32_t block, const uint8_t *id, const thimble_fleet_peer_data *peers,
                      uint32_t peer_count);

#ifdef __cplusplus
}
#endif

#endif
