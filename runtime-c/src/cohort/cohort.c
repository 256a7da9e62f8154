/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: a device in a masked round. */
#include <string.h>

#include "roster.h"
#include "sha256.h"
#include "shamir.h"

#define DIGEST_BYTES THIMBLE_SHA256_BYTES
#define SHARE_BYTES THIMBLE_SHAMIR_BYTES
#define SEALED_BYTES THIMBLE_SECRET_SEALED_BYTES

/* Where the memory has digests. */
enum { HEARD_ROSTER = 0, HEARD_PARCEL = 1, HEARD_QUESTION = 2 };

/* A parcel that was read. */
typedef struct {
    const uint8_t *bitmap; /* whose masks are in the sum */
    const uint8_t *sealed; /* by each of these but the device itself */
    unsigned count;
} parcel_t;

/* Whether a letter is the first one of its step, or the same again; it is the first one from now on. */
static int is_heard(thimble_cohort_memory_data *memory, unsigned which, thimble_cohort_letter_data letter)
{
    static const uint8_t nothing[DIGEST_BYTES] = {0};
    uint8_t *const heard = memory->heard + which * DIGEST_BYTES;
    uint8_t digest[DIGEST_BYTES];
    thimble_sha256_t hash;
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, letter.bytes, letter.count);
    thimble_sha256_finish(&hash, digest);
    if (memcmp(heard, nothing, sizeof nothing) == 0) {
        memcpy(heard, digest, sizeof digest);
    }
    return memcmp(heard, digest, sizeof digest) == 0;
}

THIMBLE_SHARED
size_t thimble_cohort_advertise(uint8_t *letter, const thimble_fleet_device_data *device,
                                const thimble_cohort_memory_data *memory)
{
    thimble_letter_fields_t fields = {{NULL, NULL, NULL}, {2 * THIMBLE_X25519_BYTES, 0, 0}};
    uint8_t *const end =
        thimble_letter_begin(&fields, letter, device->id, memory->round, THIMBLE_LETTER_ADVERTISEMENT);
    thimble_roster_keys(fields.bytes[0], memory->seed);
    return thimble_letter_finish(letter, end, device->key);
}

/* Writes the share of a secret for a member. */
static void write_share(uint8_t *share, const thimble_roster_t *roster, unsigned position, unsigned which,
                        unsigned coefficients)
{
    uint8_t secret[THIMBLE_SECRET_BYTES];
    uint8_t seed[THIMBLE_SECRET_BYTES];
    thimble_secret_of(secret, roster->seed, which);
    thimble_secret_of(seed, roster->seed, coefficients);
    thimble_shamir_share(share, secret, seed, roster->threshold, position + 1u);
}

/* Writes both shares for a member. */
static void write_shares(uint8_t *shares, const thimble_roster_t *roster, unsigned position)
{
    write_share(shares, roster, position, THIMBLE_SECRET_MASKING, THIMBLE_SECRET_MASKING_SHARES);
    write_share(shares + SHARE_BYTES, roster, position, THIMBLE_SECRET_OWN, THIMBLE_SECRET_OWN_SHARES);
}

/* Agrees with a member, by the sealing keys of both; 0 where that is none. */
static int agree(uint8_t *agreed, const thimble_roster_t *roster, unsigned position)
{
    uint8_t scalar[THIMBLE_SECRET_BYTES];
    thimble_secret_of(scalar, roster->seed, THIMBLE_SECRET_SEALING);
    return thimble_x25519(agreed, scalar, thimble_roster_sealing(roster, position));
}

static int seal(uint8_t *sealed, const thimble_roster_t *roster, unsigned position)
{
    uint8_t agreed[THIMBLE_X25519_BYTES];
    if (!agree(agreed, roster, position)) {
        return 0;
    }
    write_shares(sealed, roster, position);
    thimble_secret_seal(sealed, agreed, roster->digest, roster->device->id, thimble_roster_id(roster, position));
    return 1;
}

THIMBLE_SHARED
size_t thimble_cohort_share(uint8_t *letter, const thimble_fleet_device_data *device,
                            thimble_cohort_memory_data *memory, thimble_cohort_letter_data roster)
{
    thimble_roster_t place;
    thimble_letter_fields_t fields = {{NULL, NULL, NULL}, {DIGEST_BYTES, 0, 0}};
    uint8_t *end;
    unsigned i;
    unsigned done = 0;
    if (!thimble_roster_read(&place, device, memory, roster) || !is_heard(memory, HEARD_ROSTER, roster)) {
        return 0;
    }
    fields.counts[1] = (place.count - 1u) * SEALED_BYTES;
    end = thimble_letter_begin(&fields, letter, device->id, memory->round, THIMBLE_LETTER_SHARES);
    memcpy(fields.bytes[0], place.digest, DIGEST_BYTES);
    for (i = 0; i < place.count; i++) {
        if (i != place.position && !seal(fields.bytes[1] + done++ * SEALED_BYTES, &place, i)) {
            return 0;
        }
    }
    return thimble_letter_finish(letter, end, device->key);
}

/* Writes the shares that a member of the parcel sealed, or the device's own; 0 where they are not right. */
static int take_shares(uint8_t *shares, const thimble_roster_t *roster, unsigned position, const uint8_t *sealed)
{
    uint8_t agreed[THIMBLE_X25519_BYTES];
    if (position == roster->position) {
        write_shares(shares, roster, position);
        return 1;
    }
    return agree(agreed, roster, position) &&
           thimble_secret_unseal(shares, sealed, agreed, roster->digest, thimble_roster_id(roster, position),
                                 roster->device->id);
}

/* Whether the letters are a roster and a parcel that the device answers. */
static int read_parcel(parcel_t *parcel, thimble_roster_t *place, const thimble_fleet_device_data *device,
                       thimble_cohort_memory_data *memory, thimble_cohort_letter_data roster,
                       thimble_cohort_letter_data letter)
{
    thimble_letter_t read;
    if (!thimble_roster_read(place, device, memory, roster) || !is_heard(memory, HEARD_ROSTER, roster) ||
        !thimble_letter_read(&read, device, memory->round, THIMBLE_LETTER_PARCEL, 3, letter)) {
        return 0;
    }
    parcel->count = thimble_roster_named(place, &read);
    parcel->bitmap = read.bytes[1];
    parcel->sealed = read.bytes[2];
    return parcel->count != 0 && read.counts[2] == (parcel->count - 1u) * SEALED_BYTES &&
           is_heard(memory, HEARD_PARCEL, letter);
}

/* Writes the seed of the masks that the device has in common with a member; 0 where there is none. */
static int write_peer(thimble_fleet_peer_data *peer, const thimble_roster_t *roster, unsigned position)
{
    uint8_t scalar[THIMBLE_SECRET_BYTES];
    uint8_t agreed[THIMBLE_X25519_BYTES];
    thimble_secret_of(scalar, roster->seed, THIMBLE_SECRET_MASKING);
    memcpy(peer->id, thimble_roster_id(roster, position), sizeof peer->id);
    if (!thimble_x25519(agreed, scalar, thimble_roster_masking(roster, position))) {
        return 0;
    }
    thimble_secret_mask(peer->seed, agreed, roster->digest);
    return 1;
}

THIMBLE_SHARED
uint32_t thimble_cohort_mask(thimble_fleet_peer_data *peers, const thimble_fleet_device_data *device,
                             thimble_cohort_memory_data *memory, thimble_cohort_letter_data roster,
                             thimble_cohort_letter_data parcel)
{
    thimble_roster_t place;
    parcel_t read;
    uint8_t shares[THIMBLE_SECRET_SHARES_BYTES];
    unsigned i;
    unsigned done = 0;
    if (!read_parcel(&read, &place, device, memory, roster, parcel)) {
        return 0;
    }
    for (i = 0; i < place.count; i++) {
        if (i != place.position && thimble_roster_has(read.bitmap, i)) {
            if (!take_shares(shares, &place, i, read.sealed + done * SEALED_BYTES) ||
                !write_peer(&peers[done], &place, i)) {
                return 0;
            }
            done++;
        }
    }
    /* above every id, so that the words are added */
    memset(peers[done].id, 0xFF, sizeof peers[done].id);
    thimble_secret_of(peers[done].seed, memory->seed, THIMBLE_SECRET_OWN);
    return done + 1u;
}

/* How many members a question names, all of which are in the parcel; 0 where it is none that the device answers. */
static unsigned read_question(thimble_letter_t *question, const parcel_t *parcel, const thimble_roster_t *place,
                              thimble_cohort_memory_data *memory, thimble_cohort_letter_data letter)
{
    unsigned named;
    unsigned i;
    if (!thimble_letter_read(question, place->device, memory->round, THIMBLE_LETTER_QUESTION, 2, letter)) {
        return 0;
    }
    named = thimble_roster_named(place, question);
    for (i = 0; named != 0 && i < place->count; i++) {
        if (thimble_roster_has(question->bytes[1], i) && !thimble_roster_has(parcel->bitmap, i)) {
            return 0;
        }
    }
    return named != 0 && is_heard(memory, HEARD_QUESTION, letter) ? named : 0;
}

/* Writes the one share of each; 0 where one is not right. */
static int write_disclosed(uint8_t *at, const thimble_roster_t *place, const parcel_t *parcel, const uint8_t *answered)
{
    const uint8_t *sealed = parcel->sealed;
    unsigned i;
    for (i = 0; i < place->count; i++) {
        if (thimble_roster_has(parcel->bitmap, i)) {
            uint8_t shares[THIMBLE_SECRET_SHARES_BYTES];
            if (!take_shares(shares, place, i, sealed)) {
                return 0;
            }
            memcpy(at, thimble_roster_has(answered, i) ? shares + SHARE_BYTES : shares, SHARE_BYTES);
            at += SHARE_BYTES;
            sealed += i == place->position ? 0 : SEALED_BYTES;
        }
    }
    return 1;
}

THIMBLE_SHARED
size_t thimble_cohort_disclose(uint8_t *letter, const thimble_fleet_device_data *device,
                               thimble_cohort_memory_data *memory, thimble_cohort_letter_data roster,
                               thimble_cohort_letter_data parcel, thimble_cohort_letter_data question)
{
    thimble_roster_t place;
    parcel_t read;
    thimble_letter_t asked;
    thimble_letter_fields_t fields = {{NULL, NULL, NULL}, {DIGEST_BYTES, 0, 0}};
    uint8_t *end;
    if (!read_parcel(&read, &place, device, memory, roster, parcel) ||
        read_question(&asked, &read, &place, memory, question) == 0) {
        return 0;
    }
    fields.counts[1] = asked.counts[1];
    fields.counts[2] = read.count * SHARE_BYTES;
    end = thimble_letter_begin(&fields, letter, device->id, memory->round, THIMBLE_LETTER_DISCLOSURE);
    memcpy(fields.bytes[0], place.digest, DIGEST_BYTES);
    memcpy(fields.bytes[1], asked.bytes[1], asked.counts[1]);
    if (!write_disclosed(fields.bytes[2], &place, &read, asked.bytes[1])) {
        return 0;
    }
    return thimble_letter_finish(letter, end, device->key);
}
