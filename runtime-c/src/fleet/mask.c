/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: masks of a cohort. */
#include "mask.h"

#include <string.h>

#include "sha256.h"

static void write_word(uint8_t *bytes, uint32_t word)
{
    bytes[0] = (uint8_t)word;
    bytes[1] = (uint8_t)(word >> 8);
    bytes[2] = (uint8_t)(word >> 16);
    bytes[3] = (uint8_t)(word >> 24);
}

static uint32_t read_word(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

THIMBLE_SHARED
void thimble_mask_block(uint8_t *block, const uint8_t *seed, uint32_t i)
{
    uint8_t number[4];
    thimble_sha256_t hash;
    write_word(number, i);
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, seed, THIMBLE_MASK_BYTES);
    thimble_sha256_update(&hash, number, sizeof number);
    thimble_sha256_finish(&hash, block);
}

THIMBLE_SHARED
void thimble_mask_add(uint32_t *words, uint32_t block, const uint8_t *id, const thimble_fleet_peer_data *peers,
                      uint32_t peer_count)
{
    uint32_t i;
    for (i = 0; i < peer_count; i++) {
        const int adds = memcmp(id, peers[i].id, sizeof peers[i].id) < 0;
        uint8_t digest[THIMBLE_MASK_BYTES];
        unsigned word;
        thimble_mask_block(digest, peers[i].seed, block);
        for (word = 0; word < THIMBLE_MASK_WORDS; word++) {
            const uint32_t mask = read_word(digest + 4u * word);
            words[word] += adds ? mask : 0u - mask;
        }
    }
}
