/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: manifests. Whatever is not as docs/updates.md has it, byte for byte, is no manifest. */
#include "manifest.h"

#include <string.h>

#include "cbor.h"
#include "thimble/update.h"

/* A parameter's key -1, -2, ... as one byte. */
#define NEGATIVE(n) (0x1Fu + (n))

/* Parameters that every manifest has. */
#define PARAMETERS 11u

/* Size of a constant, as an argument behind it. */
#define LITERAL(bytes) bytes, sizeof bytes

/* A map of five; 1: version 1; 2: the sequence number. */
static const uint8_t before_sequence[] = {0xA5, 0x01, 0x01, 0x02};

/* A map of two; 2: one component, [['model']]; 4: the shared sequence. */
static const uint8_t components[] = {0xA2, 0x02, 0x81, 0x81, 0x45, 'm', 'o', 'd', 'e', 'l', 0x04};

/* [-16, 32 bytes of SHA-256] up to these bytes, in a byte string. */
static const uint8_t digest_head[] = {0x58, 0x24, 0x82, 0x2F, 0x58, 0x20};

/* Conditions: vendor identifier, class identifier; device identifier. */
static const uint8_t vendor_and_class[] = {0x01, 0x0F, 0x02, 0x0F};
static const uint8_t only_device[] = {0x18, 0x18, 0x0F};

/* 7, validate: image match. 20, install: override parameters {21, URI: #model}, fetch, image match. */
static const uint8_t sequences[] = {0x07, 0x43, 0x82, 0x03, 0x0F, 0x14, 0x4F, 0x86, 0x14, 0xA1, 0x15, 0x66,
                                    '#',  'm',  'o',  'd',  'e',  'l',  0x15, 0x0F, 0x03, 0x0F};

static void expect_byte(thimble_cbor_t *cbor, unsigned byte)
{
    const uint8_t expected = (uint8_t)byte;
    thimble_cbor_expect(cbor, &expected, 1);
}

static void read_field(thimble_cbor_t *cbor, unsigned key, uint8_t *bytes, size_t count)
{
    expect_byte(cbor, key);
    thimble_cbor_bytes(cbor, bytes, count);
}

/* Reads a size; sets *large where it has more than 32 bits. */
static uint32_t read_size(thimble_cbor_t *cbor, unsigned key, int *large)
{
    uint64_t size;
    expect_byte(cbor, key);
    size = thimble_cbor_head(cbor, THIMBLE_CBOR_UNSIGNED);
    *large |= size > UINT32_MAX;
    return (uint32_t)size;
}

/* The parameters; the head of their map was read, and says how many there are. */
static void read_parameters(thimble_cbor_t *cbor, thimble_manifest_t *m, uint64_t count, int *large)
{
    uint64_t kind;
    read_field(cbor, 1, m->vendor, sizeof m->vendor);
    read_field(cbor, 2, m->device_class, sizeof m->device_class);
    expect_byte(cbor, 3);
    thimble_cbor_expect(cbor, LITERAL(digest_head));
    thimble_cbor_copy(cbor, m->image_digest, sizeof m->image_digest);
    m->image_bytes = read_size(cbor, 14, large);
    if (m->for_one_device) {
        thimble_cbor_expect(cbor, only_device, 2);
        thimble_cbor_bytes(cbor, m->device, sizeof m->device);
    }
    expect_byte(cbor, NEGATIVE(1u));
    kind = thimble_cbor_head(cbor, THIMBLE_CBOR_UNSIGNED);
    m->kind = kind == THIMBLE_PAYLOAD_IMAGE ? THIMBLE_PAYLOAD_IMAGE : THIMBLE_PAYLOAD_PARTS;
    read_field(cbor, NEGATIVE(2u), m->program, sizeof m->program);
    read_field(cbor, NEGATIVE(3u), m->architecture, sizeof m->architecture);
    read_field(cbor, NEGATIVE(4u), m->quantization, sizeof m->quantization);
    read_field(cbor, NEGATIVE(5u), m->vocabulary, sizeof m->vocabulary);
    if (m->kind == THIMBLE_PAYLOAD_PARTS) {
        read_field(cbor, NEGATIVE(6u), m->base, sizeof m->base);
    }
    m->payload_bytes = read_size(cbor, NEGATIVE(7u), large);
    read_field(cbor, NEGATIVE(8u), m->payload_digest, sizeof m->payload_digest);
    m->revokes = (uint8_t)thimble_cbor_next_is(cbor, NEGATIVE(9u));
    if (m->revokes) {
        read_field(cbor, NEGATIVE(9u), m->revoked, sizeof m->revoked);
    }
    if (kind > THIMBLE_PAYLOAD_PARTS || count != PARAMETERS + m->for_one_device + m->kind + m->revokes) {
        thimble_cbor_fail(cbor);
    }
}

/* The commands that are shared: parameters, and the conditions under which the package may be installed. */
static void read_shared(thimble_cbor_t *cbor, thimble_manifest_t *m, int *large)
{
    const uint8_t *end = thimble_cbor_enter(cbor);
    const uint64_t commands = thimble_cbor_head(cbor, THIMBLE_CBOR_ARRAY);
    m->for_one_device = commands == 8;
    expect_byte(cbor, 20);
    read_parameters(cbor, m, thimble_cbor_head(cbor, THIMBLE_CBOR_MAP), large);
    thimble_cbor_expect(cbor, LITERAL(vendor_and_class));
    if (m->for_one_device) {
        thimble_cbor_expect(cbor, LITERAL(only_device));
    } else if (commands != 6) {
        thimble_cbor_fail(cbor);
    }
    thimble_cbor_leave(cbor, end);
}

THIMBLE_SHARED
int thimble_manifest_parse(thimble_manifest_t *manifest, const uint8_t *bytes, size_t count)
{
    thimble_cbor_t cbor;
    const uint8_t *common_end;
    int large = 0;
    memset(manifest, 0, sizeof *manifest);
    thimble_cbor_begin(&cbor, bytes, count);
    thimble_cbor_expect(&cbor, LITERAL(before_sequence));
    manifest->sequence = thimble_cbor_head(&cbor, THIMBLE_CBOR_UNSIGNED);
    expect_byte(&cbor, 3);
    common_end = thimble_cbor_enter(&cbor);
    thimble_cbor_expect(&cbor, LITERAL(components));
    read_shared(&cbor, manifest, &large);
    thimble_cbor_leave(&cbor, common_end);
    thimble_cbor_expect(&cbor, LITERAL(sequences));
    thimble_cbor_leave(&cbor, bytes + count);
    if (cbor.wrong || manifest->sequence == 0 || manifest->sequence == UINT64_MAX) {
        return THIMBLE_UPDATE_FORMAT;
    }
    return large ? THIMBLE_UPDATE_SIZE : THIMBLE_UPDATE_OK;
}
