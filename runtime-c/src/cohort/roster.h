/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the devices of a masked round, and a device's place among them. */
#ifndef THIMBLE_ROSTER_H
#define THIMBLE_ROSTER_H

#include "letter.h"
#include "secret.h"
#include "x25519.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of a member: its id and its two public keys. */
#define THIMBLE_ROSTER_MEMBER_BYTES 80u

/* A place in a roster. */
typedef struct {
    const thimble_fleet_device_data *device;
    const uint8_t *seed;    /* of the device's secrets */
    const uint8_t *members; /* in the order of their ids */
    unsigned count;
    unsigned position;                    /* of the device */
    unsigned threshold;                   /* how many shares give a secret */
    uint8_t digest[THIMBLE_SECRET_BYTES]; /* of the round and all members */
} thimble_roster_t;

/* Takes a place: returns 1, or 0 where the letter is no roster that has the device with both its keys. */
int thimble_roster_read(thimble_roster_t *roster, const thimble_fleet_device_data *device,
                        const thimble_cohort_memory_data *memory, thimble_cohort_letter_data letter);

/* A member's id, its sealing key and its masking key. */
const uint8_t *thimble_roster_id(const thimble_roster_t *roster, unsigned position);
const uint8_t *thimble_roster_sealing(const thimble_roster_t *roster, unsigned position);
const uint8_t *thimble_roster_masking(const thimble_roster_t *roster, unsigned position);

/* Writes both public keys of a device. */
void thimble_roster_keys(uint8_t *keys, const uint8_t *seed);

/* Whether a member is among those of a bitmap. */
int thimble_roster_has(const uint8_t *bitmap, unsigned position);

/*
 * How many members a letter names, whose first two byte strings are the digest of the roster and a bitmap; 0 where they
 * are of another one, where the device is not among them, or where they are fewer than the threshold.
 */
unsigned thimble_roster_named(const thimble_roster_t *roster, const thimble_letter_t *letter);

#ifdef __cplusplus
}
#endif

#endif
