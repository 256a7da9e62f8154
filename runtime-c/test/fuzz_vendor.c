/* SPDX-License-Identifier: Apache-2.0 */
/* Manifests and envelopes, written without the runtime's own writers. */
#include "fuzz_vendor.h"

#include <string.h>

#include "sha256.h"

enum { UNSIGNED = 0, BYTES = 2, ARRAY = 4, MAP = 5, ID = 8 };

/* What every manifest has, and what is before a digest. */
enum { PARAMETERS = 11 };
static const uint8_t digest_head[] = {0x82, 0x2F, 0x58, 0x20};

void fuzz_digest(const void *bytes, size_t count, uint8_t *digest)
{
    thimble_sha256_t hash;
    thimble_sha256_setup(&hash);
    thimble_sha256_update(&hash, (const uint8_t *)bytes, count);
    thimble_sha256_finish(&hash, digest);
}

void fuzz_put(fuzz_writer_t *out, const void *bytes, size_t count)
{
    if (count <= out->room - out->count) {
        memcpy(out->bytes + out->count, bytes, count);
        out->count += count;
    }
}

static void put_byte(fuzz_writer_t *out, unsigned byte)
{
    const uint8_t one = (uint8_t)byte;
    fuzz_put(out, &one, 1);
}

static void put_number(fuzz_writer_t *out, uint64_t number, unsigned bytes)
{
    while (bytes > 0) {
        put_byte(out, (unsigned)(number >> 8 * --bytes) & 0xFFu);
    }
}

/* The head of an item of CBOR, as short as can be. */
static void put_head(fuzz_writer_t *out, unsigned major, uint64_t argument)
{
    unsigned log = 0;
    if (argument < 24) {
        put_byte(out, major << 5 | (unsigned)argument);
        return;
    }
    while (log < 3 && argument >> (8u << log) != 0) {
        log++;
    }
    put_byte(out, major << 5 | (24u + log));
    put_number(out, argument, 1u << log);
}

static void put_bytes(fuzz_writer_t *out, const void *bytes, size_t count)
{
    put_head(out, BYTES, count);
    fuzz_put(out, bytes, count);
}

/* A key of one byte, and a byte string. */
static void put_field(fuzz_writer_t *out, unsigned key, const void *bytes, size_t count)
{
    put_byte(out, key);
    put_bytes(out, bytes, count);
}

static void put_size(fuzz_writer_t *out, unsigned key, uint64_t size)
{
    put_byte(out, key);
    put_head(out, UNSIGNED, size);
}

/* Parameters 1 to 14 and 24, and -1 to -9. */
static void put_parameters(fuzz_writer_t *out, const thimble_manifest_t *m)
{
    const int has_base = m->kind == THIMBLE_PAYLOAD_PARTS;
    put_head(out, MAP, PARAMETERS + (unsigned)m->for_one_device + (unsigned)has_base + (unsigned)m->revokes);
    put_field(out, 1, m->vendor, sizeof m->vendor);
    put_field(out, 2, m->device_class, sizeof m->device_class);
    put_byte(out, 3);
    put_head(out, BYTES, sizeof digest_head + FUZZ_DIGEST_BYTES);
    fuzz_put(out, digest_head, sizeof digest_head);
    fuzz_put(out, m->image_digest, FUZZ_DIGEST_BYTES);
    put_size(out, 14, m->image_bytes);
    if (m->for_one_device) {
        put_byte(out, 0x18);
        put_field(out, 24, m->device, sizeof m->device);
    }
    put_size(out, 0x20, m->kind);
    put_field(out, 0x21, m->program, sizeof m->program);
    put_field(out, 0x22, m->architecture, sizeof m->architecture);
    put_field(out, 0x23, m->quantization, sizeof m->quantization);
    put_field(out, 0x24, m->vocabulary, sizeof m->vocabulary);
    if (has_base) {
        put_field(out, 0x25, m->base, sizeof m->base);
    }
    put_size(out, 0x26, m->payload_bytes);
    put_field(out, 0x27, m->payload_digest, sizeof m->payload_digest);
    if (m->revokes) {
        put_field(out, 0x28, m->revoked, sizeof m->revoked);
    }
}

void fuzz_put_manifest(fuzz_writer_t *out, const thimble_manifest_t *manifest)
{
    static const uint8_t before[] = {0xA5, 1, 1, 2};
    static const uint8_t components[] = {0xA2, 2, 0x81, 0x81, 0x45, 'm', 'o', 'd', 'e', 'l', 4};
    static const uint8_t conditions[] = {1, 15, 2, 15, 0x18, 24, 15};
    static const uint8_t behind[] = {7,    0x43, 0x82, 3,   15,  0x14, 0x4F, 0x86, 0x14, 0xA1, 0x15,
                                     0x66, '#',  'm',  'o', 'd', 'e',  'l',  0x15, 15,   3,    15};
    uint8_t rooms[2][FUZZ_MANIFEST_BYTES];
    fuzz_writer_t shared = {rooms[0], 0, FUZZ_MANIFEST_BYTES};
    fuzz_writer_t common = {rooms[1], 0, FUZZ_MANIFEST_BYTES};
    put_head(&shared, ARRAY, manifest->for_one_device ? 8 : 6);
    put_byte(&shared, 20);
    put_parameters(&shared, manifest);
    fuzz_put(&shared, conditions, manifest->for_one_device ? 7 : 4);
    fuzz_put(&common, components, sizeof components);
    put_bytes(&common, shared.bytes, shared.count);
    fuzz_put(out, before, sizeof before);
    put_head(out, UNSIGNED, manifest->sequence);
    put_field(out, 3, common.bytes, common.count);
    fuzz_put(out, behind, sizeof behind);
}

/* Writes the signature of a digest by COSE's Sig_structure, with zeros behind it; returns its bytes. */
static size_t sign(fuzz_trees_t trees, const uint8_t *digest, size_t too_long, uint8_t *signature)
{
    static const uint8_t head[] = {0x84, 0x6A, 'S',  'i',  'g',  'n',  'a',  't',  'u',  'r',  'e',  '1',
                                   0x44, 0xA1, 0x01, 0x38, 0x2D, 0x40, 0x58, 0x24, 0x82, 0x2F, 0x58, 0x20};
    uint8_t message[sizeof head + FUZZ_DIGEST_BYTES];
    size_t count;
    memcpy(message, head, sizeof head);
    memcpy(message + sizeof head, digest, FUZZ_DIGEST_BYTES);
    count = fuzz_sign(trees, message, sizeof message, signature);
    memset(signature + count, 0, too_long);
    return count + too_long;
}

void fuzz_put_signed(fuzz_writer_t *out, fuzz_trees_t trees, const uint8_t *manifest, size_t count, size_t too_long)
{
    static const uint8_t tag[] = {0xD8, 0x6B, 0xA3, 2, 0x59};
    static const uint8_t algorithm[] = {0xD2, 0x84, 0x44, 0xA1, 0x01, 0x38, 0x2D, 0xA1, 0x04};
    uint8_t signature[FUZZ_SIGNATURE_BYTES + 256];
    uint8_t room[FUZZ_MANIFEST_BYTES + 8];
    uint8_t key[THIMBLE_UPDATE_KEY_BYTES];
    uint8_t digest[FUZZ_DIGEST_BYTES];
    fuzz_writer_t wrapped = {room, 0, sizeof room};
    size_t signature_bytes;
    put_bytes(&wrapped, manifest, count);
    fuzz_digest(wrapped.bytes, wrapped.count, digest);
    signature_bytes = sign(trees, digest, too_long, signature);
    fuzz_put(out, tag, sizeof tag);
    put_number(out, signature_bytes + 64, 2);
    put_byte(out, 0x82);
    put_head(out, BYTES, sizeof digest_head + FUZZ_DIGEST_BYTES);
    fuzz_put(out, digest_head, sizeof digest_head);
    fuzz_put(out, digest, FUZZ_DIGEST_BYTES);
    put_byte(out, 0x59);
    put_number(out, signature_bytes + 22, 2);
    fuzz_put(out, algorithm, sizeof algorithm);
    fuzz_key(trees, key);
    fuzz_digest(key, sizeof key, digest);
    put_bytes(out, digest, ID);
    put_byte(out, 0xF6);
    put_byte(out, 0x59);
    put_number(out, signature_bytes, 2);
    fuzz_put(out, signature, signature_bytes);
    put_byte(out, 3);
    fuzz_put(out, wrapped.bytes, wrapped.count);
}

void fuzz_put_payload_head(fuzz_writer_t *out, size_t count)
{
    static const uint8_t name[] = {0x66, '#', 'm', 'o', 'd', 'e', 'l'};
    fuzz_put(out, name, sizeof name);
    put_head(out, BYTES, count);
}
