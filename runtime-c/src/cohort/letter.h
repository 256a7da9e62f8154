/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: letters of masked rounds, deterministic CBOR in a COSE_Mac0. */
#ifndef THIMBLE_LETTER_H
#define THIMBLE_LETTER_H

#include "thimble/cohort.h"
#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a letter is. */
enum {
    THIMBLE_LETTER_ADVERTISEMENT = 1,
    THIMBLE_LETTER_ROSTER = 2,
    THIMBLE_LETTER_SHARES = 3,
    THIMBLE_LETTER_PARCEL = 4,
    THIMBLE_LETTER_QUESTION = 5,
    THIMBLE_LETTER_DISCLOSURE = 6
};

/* The most byte strings that one has. */
#define THIMBLE_LETTER_FIELDS 3

/* Its byte strings, as many as it has. */
typedef struct {
    uint8_t *bytes[THIMBLE_LETTER_FIELDS];
    size_t counts[THIMBLE_LETTER_FIELDS];
} thimble_letter_fields_t;

/* The same of a letter that was read. */
typedef struct {
    const uint8_t *bytes[THIMBLE_LETTER_FIELDS];
    size_t counts[THIMBLE_LETTER_FIELDS];
} thimble_letter_t;

/*
 * Writes a letter whose byte strings have these counts, the first 0 of which ends them, and says where each has to be
 * written. Returns where the code of it goes: thimble_letter_finish writes it when all are there.
 */
uint8_t *thimble_letter_begin(thimble_letter_fields_t *fields, uint8_t *letter, const uint8_t *id, uint32_t round,
                              unsigned step);

/* Writes the code; returns the bytes of the letter. */
size_t thimble_letter_finish(uint8_t *letter, uint8_t *end, const uint8_t *key);

/* Reads a letter of the server to this device, of this round and step; returns 1, or 0 where it is none. */
int thimble_letter_read(thimble_letter_t *letter, const thimble_fleet_device_data *device, uint32_t round,
                        unsigned step, unsigned fields, thimble_cohort_letter_data message);

#ifdef __cplusplus
}
#endif

#endif
