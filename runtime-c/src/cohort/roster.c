/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the devices of a masked round. */
#include "roster.h"

#include <string.h>

#include "sha256.h"

#define ID_BYTES THIMBLE_SECRET_ID_BYTES

THIMBLE_SHARED
const uint8_t *thimble_roster_id(const thimble_roster_t *roster, unsigned position)
{
    return roster->members + position * THIMBLE_ROSTER_MEMBER_BYTES;
}

THIMBLE_SHARED
const uint8_t *thimble_roster_sealing(const thimble_roster_t *roster, unsigned position)
{
    return thimble_roster_id(roster, position) + ID_BYTES;
}

THIMBLE_SHARED
const uint8_t *thimble_roster_masking(const thimble_roster_t *roster, unsigned position)
{
    return thimble_roster_sealing(roster, position) + THIMBLE_X25519_BYTES;
}

THIMBLE_SHARED
void thimble_roster_keys(uint8_t *keys, const uint8_t *seed)
{
    uint8_t scalar[THIMBLE_SECRET_BYTES];
    thimble_secret_of(scalar, seed, THIMBLE_SECRET_SEALING);
    thimble_x25519_public(keys, scalar);
    thimble_secret_of(scalar, seed, THIMBLE_SECRET_MASKING);
    thimble_x25519_public(keys + THIMBLE_X25519_BYTES, scalar);
}

/* SHA-256 of the round, four bytes, the lowest first, and of all members. */
static void write_digest(thimble_roster_t *roster, uint32_t round)
{
    const uint8_t number[4] = {(uint8_t)round, (uint8_t)(round >> 8), (uint8_t)(round >> 16), (uint8_t)(round >> 24)};
    thimble_sha256_t hash;
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, number, sizeof number);
    thimble_sha256_update(&hash, roster->members, roster->count * THIMBLE_ROSTER_MEMBER_BYTES);
    thimble_sha256_finish(&hash, roster->digest);
}

/* Whether ids rise from each to the next, and the device is among them. */
static int has_place(thimble_roster_t *roster)
{
    unsigned i;
    roster->position = roster->count;
    for (i = 0; i < roster->count; i++) {
        const uint8_t *const id = thimble_roster_id(roster, i);
        if (i > 0 && memcmp(thimble_roster_id(roster, i - 1), id, ID_BYTES) >= 0) {
            return 0;
        }
        if (memcmp(id, roster->device->id, ID_BYTES) == 0) {
            roster->position = i;
        }
    }
    return roster->position < roster->count;
}

THIMBLE_SHARED
int thimble_roster_read(thimble_roster_t *roster, const thimble_fleet_device_data *device,
                        const thimble_cohort_memory_data *memory, thimble_cohort_letter_data letter)
{
    uint8_t keys[2 * THIMBLE_X25519_BYTES];
    thimble_letter_t read;
    if (!thimble_letter_read(&read, device, memory->round, THIMBLE_LETTER_ROSTER, 1, letter) ||
        read.counts[0] % THIMBLE_ROSTER_MEMBER_BYTES != 0 ||
        read.counts[0] < THIMBLE_COHORT_LEAST * THIMBLE_ROSTER_MEMBER_BYTES ||
        read.counts[0] > THIMBLE_COHORT_MOST * THIMBLE_ROSTER_MEMBER_BYTES) {
        return 0;
    }
    roster->device = device;
    roster->seed = memory->seed;
    roster->members = read.bytes[0];
    roster->count = (unsigned)(read.counts[0] / THIMBLE_ROSTER_MEMBER_BYTES);
    roster->threshold = 2u * roster->count / 3u + 1u;
    if (!has_place(roster)) {
        return 0;
    }
    thimble_roster_keys(keys, memory->seed);
    write_digest(roster, memory->round);
    return memcmp(keys, thimble_roster_sealing(roster, roster->position), sizeof keys) == 0;
}

THIMBLE_SHARED
int thimble_roster_has(const uint8_t *bitmap, unsigned position)
{
    return (bitmap[position / 8u] >> position % 8u & 1) != 0;
}

THIMBLE_SHARED
unsigned thimble_roster_named(const thimble_roster_t *roster, const thimble_letter_t *letter)
{
    const unsigned bytes = (roster->count + 7u) / 8u;
    unsigned count = 0;
    unsigned i;
    if (letter->counts[0] != sizeof roster->digest || letter->counts[1] != bytes ||
        memcmp(letter->bytes[0], roster->digest, sizeof roster->digest) != 0) {
        return 0;
    }
    for (i = 0; i < 8u * bytes; i++) {
        const unsigned named = (unsigned)thimble_roster_has(letter->bytes[1], i);
        if (named != 0 && i >= roster->count) {
            return 0;
        }
        count += named;
    }
    return thimble_roster_has(letter->bytes[1], roster->position) && count >= roster->threshold ? count : 0;
}
