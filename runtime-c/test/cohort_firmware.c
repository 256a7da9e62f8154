/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a masked round costs a device, as the program of a board: of ten devices, all of whom go on. The others have
 * keys in common, which costs the device as much as if they had their own. Prints "<step> <instructions>" for each.
 */
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "console.h"
#include "letter.h"
#include "protocol.h"
#include "roster.h"
#include "sha256.h"

#define DEVICES 10u
#define ROUND 7u
#define OTHERS_SEED 1u

static thimble_fleet_device_data device;
static thimble_cohort_memory_data memory;
static thimble_fleet_peer_data peers[DEVICES];
static uint8_t members[DEVICES * THIMBLE_ROSTER_MEMBER_BYTES];
static uint8_t roster_bytes[THIMBLE_COHORT_ROSTER_BYTES(DEVICES)];
static uint8_t parcel_bytes[THIMBLE_COHORT_PARCEL_BYTES(DEVICES)];
static uint8_t question_bytes[THIMBLE_COHORT_QUESTION_BYTES(DEVICES)];
static uint8_t letter[THIMBLE_COHORT_SHARES_BYTES(DEVICES)];
static thimble_board_time_t begun;

/* Fleets have a source of random bytes, which nothing here asks. */
void thimble_fleet_random(void *context, uint8_t *bytes, size_t count)
{
    (void)context;
    memset(bytes, 0, count);
}

static void begin(void)
{
    thimble_board_clock(&begun);
}

/* Ends a step, which must have made something. */
static void end(const char *step, size_t made)
{
    thimble_board_time_t ended;
    thimble_board_clock(&ended);
    if (made == 0) {
        thimble_board_exit(1);
    }
    thimble_put_text(step);
    thimble_put_count(thimble_board_instructions(&begun, &ended));
    thimble_end_line();
}

/* The device is the first of all. */
static void fill(void)
{
    uint8_t seed[THIMBLE_SECRET_BYTES];
    uint8_t keys[2 * THIMBLE_X25519_BYTES];
    unsigned i;
    memset(device.key, 5, sizeof device.key);
    memset(memory.seed, 6, sizeof memory.seed);
    memory.round = ROUND;
    memset(seed, OTHERS_SEED, sizeof seed);
    thimble_roster_keys(keys, seed);
    for (i = 0; i < DEVICES; i++) {
        uint8_t *const member = members + i * THIMBLE_ROSTER_MEMBER_BYTES;
        member[0] = (uint8_t)i;
        memcpy(member + THIMBLE_SECRET_ID_BYTES, keys, sizeof keys);
    }
    thimble_roster_keys(members + THIMBLE_SECRET_ID_BYTES, memory.seed);
}

static thimble_cohort_letter_data finished(uint8_t *bytes, uint8_t *last)
{
    thimble_cohort_letter_data made;
    made.bytes = bytes;
    made.count = thimble_letter_finish(bytes, last, device.key);
    return made;
}

static thimble_cohort_letter_data roster(void)
{
    thimble_letter_fields_t fields = {{NULL, NULL, NULL}, {sizeof members, 0, 0}};
    uint8_t *const last = thimble_letter_begin(&fields, roster_bytes, device.id, ROUND, THIMBLE_LETTER_ROSTER);
    memcpy(fields.bytes[0], members, sizeof members);
    return finished(roster_bytes, last);
}

/* The digest of the roster, and everyone. */
static uint8_t *name_all(thimble_letter_fields_t *fields, uint8_t *bytes, const thimble_roster_t *place, unsigned step)
{
    uint8_t *const last = thimble_letter_begin(fields, bytes, device.id, ROUND, step);
    memcpy(fields->bytes[0], place->digest, sizeof place->digest);
    fields->bytes[1][0] = 0xFF;
    fields->bytes[1][1] = 3;
    return last;
}

/* What the others sealed for the device. */
static thimble_cohort_letter_data parcel(const thimble_roster_t *place)
{
    thimble_letter_fields_t fields = {{NULL, NULL, NULL},
                                      {THIMBLE_SECRET_BYTES, 2, (DEVICES - 1u) * THIMBLE_SECRET_SEALED_BYTES}};
    uint8_t *const last = name_all(&fields, parcel_bytes, place, THIMBLE_LETTER_PARCEL);
    uint8_t seed[THIMBLE_SECRET_BYTES];
    uint8_t scalar[THIMBLE_SECRET_BYTES];
    uint8_t agreed[THIMBLE_X25519_BYTES];
    unsigned i;
    memset(seed, OTHERS_SEED, sizeof seed);
    thimble_secret_of(scalar, seed, THIMBLE_SECRET_SEALING);
    (void)thimble_x25519(agreed, scalar, thimble_roster_sealing(place, 0));
    for (i = 1; i < DEVICES; i++) {
        uint8_t *const sealed = fields.bytes[2] + (i - 1u) * THIMBLE_SECRET_SEALED_BYTES;
        memset(sealed, 0, THIMBLE_SECRET_SHARES_BYTES);
        thimble_secret_seal(sealed, agreed, place->digest, thimble_roster_id(place, i), device.id);
    }
    return finished(parcel_bytes, last);
}

static thimble_cohort_letter_data question(const thimble_roster_t *place)
{
    thimble_letter_fields_t fields = {{NULL, NULL, NULL}, {THIMBLE_SECRET_BYTES, 2, 0}};
    return finished(question_bytes, name_all(&fields, question_bytes, place, THIMBLE_LETTER_QUESTION));
}

static void agree(void)
{
    uint8_t product[THIMBLE_X25519_BYTES];
    begin();
    end("x25519 ", (size_t)thimble_x25519(product, memory.seed, members + THIMBLE_SECRET_ID_BYTES));
}

void thimble_protocol_serve(void)
{
    thimble_roster_t place;
    thimble_cohort_letter_data first;
    thimble_cohort_letter_data second;
    thimble_cohort_letter_data third;
    fill();
    agree();
    begin();
    end("advertise ", thimble_cohort_advertise(letter, &device, &memory));
    first = roster();
    if (!thimble_roster_read(&place, &device, &memory, first)) {
        thimble_board_exit(1);
    }
    second = parcel(&place);
    third = question(&place);
    begin();
    end("share ", thimble_cohort_share(letter, &device, &memory, first));
    begin();
    end("mask ", thimble_cohort_mask(peers, &device, &memory, first, second));
    begin();
    end("disclose ", thimble_cohort_disclose(letter, &device, &memory, first, second, third));
    thimble_board_exit(0);
}
