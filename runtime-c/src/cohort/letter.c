/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: letters of masked rounds. */
#include "letter.h"

#include "cbor.h"
#include "mac0.h"

#define VERSION 1u

/* Keys of the payload; byte strings have those from KEY_FIELDS on. */
enum { KEY_VERSION = 1, KEY_STEP, KEY_ROUND, KEY_FIELDS };

static uint8_t *put_head(uint8_t *at, unsigned major, size_t argument)
{
    return at + thimble_cbor_write_head(at, major, (uint32_t)argument);
}

static uint8_t *put_number(uint8_t *at, unsigned key, uint32_t number)
{
    return put_head(put_head(at, THIMBLE_CBOR_UNSIGNED, key), THIMBLE_CBOR_UNSIGNED, number);
}

/* Bytes that a head takes. */
static size_t head_bytes(size_t argument)
{
    uint8_t head[THIMBLE_CBOR_HEAD_BYTES];
    return thimble_cbor_write_head(head, THIMBLE_CBOR_UNSIGNED, (uint32_t)argument);
}

static unsigned count_fields(const thimble_letter_fields_t *fields)
{
    unsigned count = 0;
    while (count < THIMBLE_LETTER_FIELDS && fields->counts[count] != 0) {
        count++;
    }
    return count;
}

/* Bytes of the payload: what thimble_letter_begin writes. */
static size_t payload_bytes(const thimble_letter_fields_t *fields, uint32_t round)
{
    size_t bytes = 1u + 2u + 2u + 1u + head_bytes(round);
    unsigned i;
    for (i = 0; i < count_fields(fields); i++) {
        bytes += 1u + head_bytes(fields->counts[i]) + fields->counts[i];
    }
    return bytes;
}

THIMBLE_SHARED
uint8_t *thimble_letter_begin(thimble_letter_fields_t *fields, uint8_t *letter, const uint8_t *id, uint32_t round,
                              unsigned step)
{
    const unsigned count = count_fields(fields);
    uint8_t *at = letter + THIMBLE_MAC0_HEAD_BYTES;
    unsigned i;
    thimble_mac0_write_head(letter, id);
    at = put_head(at, THIMBLE_CBOR_BYTES, payload_bytes(fields, round));
    at = put_head(at, THIMBLE_CBOR_MAP, KEY_ROUND + count);
    at = put_number(at, KEY_VERSION, VERSION);
    at = put_number(at, KEY_STEP, step);
    at = put_number(at, KEY_ROUND, round);
    for (i = 0; i < count; i++) {
        at = put_head(at, THIMBLE_CBOR_UNSIGNED, KEY_FIELDS + i);
        at = put_head(at, THIMBLE_CBOR_BYTES, fields->counts[i]);
        fields->bytes[i] = at;
        at += fields->counts[i];
    }
    return at;
}

THIMBLE_SHARED
size_t thimble_letter_finish(uint8_t *letter, uint8_t *end, const uint8_t *key)
{
    const uint8_t *const payload = letter + THIMBLE_MAC0_HEAD_BYTES;
    uint8_t *const code = put_head(end, THIMBLE_CBOR_BYTES, THIMBLE_MAC0_CODE_BYTES);
    thimble_mac0_write_code(code, key, THIMBLE_MAC0_MASKING, payload, (size_t)(end - payload));
    return (size_t)(code + THIMBLE_MAC0_CODE_BYTES - letter);
}

/* Reads a number under a key, which must be this one. */
static void expect(thimble_cbor_t *cbor, unsigned key, uint32_t number)
{
    const uint64_t at = thimble_cbor_head(cbor, THIMBLE_CBOR_UNSIGNED);
    if (at != key || thimble_cbor_head(cbor, THIMBLE_CBOR_UNSIGNED) != number) {
        thimble_cbor_fail(cbor);
    }
}

static void read_field(thimble_cbor_t *cbor, thimble_letter_t *letter, unsigned i)
{
    const uint8_t *end;
    if (thimble_cbor_head(cbor, THIMBLE_CBOR_UNSIGNED) != KEY_FIELDS + i) {
        thimble_cbor_fail(cbor);
    }
    end = thimble_cbor_enter(cbor);
    letter->bytes[i] = cbor->at;
    letter->counts[i] = (size_t)(end - cbor->at);
    cbor->at = end;
}

THIMBLE_SHARED
int thimble_letter_read(thimble_letter_t *letter, const thimble_fleet_device_data *device, uint32_t round,
                        unsigned step, unsigned fields, thimble_cohort_letter_data message)
{
    thimble_cbor_t cbor;
    unsigned i;
    if (thimble_mac0_enter(&cbor, device, THIMBLE_MAC0_MASKING, message.bytes, message.count) != THIMBLE_FLEET_OK) {
        return 0;
    }
    if (thimble_cbor_head(&cbor, THIMBLE_CBOR_MAP) != KEY_ROUND + fields) {
        thimble_cbor_fail(&cbor);
    }
    expect(&cbor, KEY_VERSION, VERSION);
    expect(&cbor, KEY_STEP, step);
    expect(&cbor, KEY_ROUND, round);
    for (i = 0; i < fields; i++) {
        read_field(&cbor, letter, i);
    }
    return thimble_mac0_leave(&cbor) == THIMBLE_FLEET_OK;
}
