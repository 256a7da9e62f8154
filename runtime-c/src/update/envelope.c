/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the SUIT envelope and its COSE_Sign1, whose form docs/updates.md has. */
#include "envelope.h"

#include <string.h>

#define DIGEST_BYTES 32u
#define ID_BYTES 8u

/* Lengths that follow from the signature's: of the authentication wrapper, and of COSE_Sign1 in it. */
#define WRAPPER_LENGTH_AT 5u
#define COSE_LENGTH_AT 47u

static const uint8_t prefix[THIMBLE_ENVELOPE_PREFIX_BYTES] = {
    0xD8, 0x6B, 0xA3,                               /* 107({ */
    0x02, 0x59, 0, 0, 0x82,                         /* 2: << [ */
    0x58, 0x24, 0x82, 0x2F, 0x58, 0x20,             /* << [-16, h' */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* digest */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* digest'] >>, */
    0x59, 0, 0, 0xD2, 0x84,                         /* << 18([ */
    0x44, 0xA1, 0x01, 0x38, 0x2D,                   /* << {1: -46} >>, */
    0xA1, 0x04, 0x48, 0, 0, 0, 0, 0, 0, 0, 0,       /* {4: key id}, */
    0xF6, 0x59, 0, 0,                               /* null, h' */
};

/* ["Signature1", << {1: -46} >>, h'', << [-16, h' */
static const uint8_t message_head[THIMBLE_ENVELOPE_MESSAGE_BYTES - DIGEST_BYTES] = {
    0x84, 0x6A, 'S',  'i',  'g',  'n',  'a',  't',  'u',  'r',  'e',  '1',
    0x44, 0xA1, 0x01, 0x38, 0x2D, 0x40, 0x58, 0x24, 0x82, 0x2F, 0x58, 0x20,
};

THIMBLE_SHARED
unsigned thimble_envelope_length(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

/* Writes the length of a byte string that goes from behind this length to the end of a signature. */
static void write_length(uint8_t *bytes, unsigned at, unsigned signature)
{
    const unsigned length = THIMBLE_ENVELOPE_PREFIX_BYTES - at - 2u + signature;
    bytes[at] = (uint8_t)(length >> 8);
    bytes[at + 1u] = (uint8_t)length;
}

THIMBLE_SHARED
int thimble_envelope_is_prefix(const uint8_t *bytes)
{
    const unsigned signature = thimble_envelope_length(bytes + THIMBLE_ENVELOPE_SIGNATURE_LENGTH_AT);
    uint8_t expected[THIMBLE_ENVELOPE_PREFIX_BYTES];
    memcpy(expected, prefix, sizeof expected);
    memcpy(expected + THIMBLE_ENVELOPE_DIGEST_AT, bytes + THIMBLE_ENVELOPE_DIGEST_AT, DIGEST_BYTES);
    memcpy(expected + THIMBLE_ENVELOPE_ID_AT, bytes + THIMBLE_ENVELOPE_ID_AT, ID_BYTES);
    write_length(expected, WRAPPER_LENGTH_AT, signature);
    write_length(expected, COSE_LENGTH_AT, signature);
    write_length(expected, THIMBLE_ENVELOPE_SIGNATURE_LENGTH_AT, signature);
    return memcmp(bytes, expected, sizeof expected) == 0;
}

THIMBLE_SHARED
void thimble_envelope_write_message(uint8_t *message, const uint8_t *digest)
{
    memcpy(message, message_head, sizeof message_head);
    memcpy(message + sizeof message_head, digest, DIGEST_BYTES);
}
