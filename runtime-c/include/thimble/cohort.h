/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: what a device does in a masked round, in which a server gets the sum of all records and none of
 * them, though devices drop out (Bonawitz et al. 2017). docs/fleet.md says what letters hold.
 *
 *   thimble_cohort_advertise   the device's public keys, once there is a task whose kind is masked
 *   thimble_cohort_share       its secrets, sealed for the others, once the server has told who these are: the roster
 *   thimble_cohort_mask        what thimble_fleet_answer masks its record with, once the server has brought what others
 *                              sealed for it: the parcel
 *   thimble_cohort_disclose    of each other device one share, once the server has asked: the question
 *
 * The application keeps, over a loss of power: the memory below, which it writes before it sends what a function made,
 * and as it was where a function made nothing; the roster and the parcel, as they came; and its record, of which there
 * must never be a second one in a round. Whatever comes again is answered with the same bytes. Nothing is allocated.
 */
#ifndef THIMBLE_COHORT_H
#define THIMBLE_COHORT_H

#include "thimble/fleet.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The fewest and the most devices of a roster. */
#define THIMBLE_COHORT_LEAST 3u
#define THIMBLE_COHORT_MOST 255u

/* Most bytes of what the functions write, and of what the server sends, for so many devices of a roster. */
#define THIMBLE_COHORT_ADVERTISEMENT_BYTES 139u
#define THIMBLE_COHORT_ROSTER_BYTES(devices) (77u + 80u * (devices))
#define THIMBLE_COHORT_SHARES_BYTES(devices) (16u + 96u * (devices))
#define THIMBLE_COHORT_PARCEL_BYTES(devices) (19u + 96u * (devices) + ((devices) + 7u) / 8u)
#define THIMBLE_COHORT_QUESTION_BYTES(devices) (110u + ((devices) + 7u) / 8u)
#define THIMBLE_COHORT_DISCLOSURE_BYTES(devices) (115u + 32u * (devices) + ((devices) + 7u) / 8u)

/* What a device keeps of a round. It is secret. */
typedef struct {
    uint32_t round;    /* of the task; a device begins none that is not above its last one */
    uint8_t seed[32];  /* random bytes of a cryptographic generator, new ones for each round */
    uint8_t heard[96]; /* digests of roster, parcel and question; 0 for what was not heard yet */
} thimble_cohort_memory_data;

/* A letter of the server, whatever it is. */
typedef struct {
    const uint8_t *bytes;
    size_t count;
} thimble_cohort_letter_data;

/* Writes the device's public keys; returns the bytes of the letter. */
size_t thimble_cohort_advertise(uint8_t *letter, const thimble_fleet_device_data *device,
                                const thimble_cohort_memory_data *memory);

/*
 * Writes the device's secrets as shares, each sealed for one of the others. Returns the bytes of the letter, or 0 where
 * the roster is none that this device answers.
 */
size_t thimble_cohort_share(uint8_t *letter, const thimble_fleet_device_data *device,
                            thimble_cohort_memory_data *memory, thimble_cohort_letter_data roster);

/*
 * Writes the peers of the device's record, at most as many as the roster has devices: the others whose masks are in the
 * sum, and one that nobody is, for the mask that no other device knows. Returns how many, or 0 where the parcel is none
 * that this device answers.
 */
uint32_t thimble_cohort_mask(thimble_fleet_peer_data *peers, const thimble_fleet_device_data *device,
                             thimble_cohort_memory_data *memory, thimble_cohort_letter_data roster,
                             thimble_cohort_letter_data parcel);

/*
 * Writes of each device of the parcel one share: of its own mask where its record came, else of its masking key.
 * Returns the bytes of the letter, or 0 where the question is none that this device answers. To be asked once its
 * record is sent.
 */
size_t thimble_cohort_disclose(uint8_t *letter, const thimble_fleet_device_data *device,
                               thimble_cohort_memory_data *memory, thimble_cohort_letter_data roster,
                               thimble_cohort_letter_data parcel, thimble_cohort_letter_data question);

#ifdef __cplusplus
}
#endif

#endif
