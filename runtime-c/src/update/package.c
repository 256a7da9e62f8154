/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the reader of packages. docs/updates.md has the one form that it accepts; verdict.h says how it
 * decides over what was signed.
 */
#include "package.h"

#include <string.h>

#include "cbor.h"
#include "envelope.h"
#include "verdict.h"

/* What is gathered, or streams, one after the other. */
enum { PREFIX, LEVELS, UPPER, SIGNER, LAST_HEAD, LAST, MANIFEST_HEAD, MANIFEST, PAYLOAD_HEAD, PAYLOAD, DONE, REFUSED };

/* The payload's key in the envelope; behind it comes the head of a byte string. */
static const uint8_t payload_key[] = {0x66, '#', 'm', 'o', 'd', 'e', 'l'};
#define PAYLOAD_HEAD_BYTES (sizeof payload_key + THIMBLE_CBOR_HEAD_BYTES)

/* What package.h says of the reader's size: the updater's RAM is counted with it. */
typedef char thimble_package_is_as_large_as_said[sizeof(void *) > 4 || sizeof(thimble_package_t) <= 1824 ? 1 : -1];

static void enter(thimble_package_t *p, unsigned stage, size_t wanted)
{
    p->stage = (uint8_t)stage;
    p->filled = 0;
    p->wanted = (uint16_t)wanted;
}

static void refuse(thimble_package_t *p, unsigned reason)
{
    if (p->stage != REFUSED) {
        enter(p, REFUSED, 0);
        p->reason = (uint8_t)reason;
    }
}

THIMBLE_SHARED
uint32_t thimble_package_authenticated(const thimble_package_t *package)
{
    return thimble_verdict(package, THIMBLE_VERDICT_COMPARISONS);
}

THIMBLE_SHARED
void thimble_package_begin(thimble_package_t *package, const thimble_update_keys_data *keys, unsigned revoked)
{
    memset(package, 0, sizeof *package);
    memset(package->computed, 0xFF, sizeof package->computed);
    package->keys = keys;
    package->revoked = (uint8_t)revoked;
    enter(package, PREFIX, THIMBLE_ENVELOPE_PREFIX_BYTES);
}

static void take_prefix(thimble_package_t *p)
{
    const uint8_t *bytes = p->room.gathered;
    if (!thimble_envelope_is_prefix(bytes)) {
        refuse(p, THIMBLE_UPDATE_FORMAT);
        return;
    }
    memcpy(p->digest, bytes + THIMBLE_ENVELOPE_DIGEST_AT, sizeof p->digest);
    p->signature = (uint16_t)thimble_envelope_length(bytes + THIMBLE_ENVELOPE_SIGNATURE_LENGTH_AT);
    p->key = thimble_keys_find(p->keys, p->revoked, bytes + THIMBLE_ENVELOPE_ID_AT);
    if (p->key == NULL) {
        refuse(p, THIMBLE_UPDATE_KEY);
        return;
    }
    enter(p, LEVELS, THIMBLE_KEYS_LEVELS_BYTES);
}

/* Bytes of a signature in front of the last tree's. */
static uint32_t bytes_before_last(const thimble_package_t *p)
{
    const uint32_t upper = thimble_keys_signature_bytes(p->key + THIMBLE_KEYS_LEVELS_BYTES) + THIMBLE_LMS_KEY_BYTES;
    return THIMBLE_KEYS_LEVELS_BYTES + (thimble_keys_levels(p->key) == 1 ? 0 : upper);
}

/* Goes on to the last tree's signature, which must be all that is left of the whole. */
static void enter_last(thimble_package_t *p)
{
    const uint32_t bytes = thimble_keys_signature_bytes(p->signer);
    if (bytes == 0 || p->signature != bytes_before_last(p) + bytes) {
        refuse(p, THIMBLE_UPDATE_SIGNATURE);
        return;
    }
    enter(p, LAST_HEAD, THIMBLE_LMS_HEAD_BYTES);
}

static void take_levels(thimble_package_t *p)
{
    const uint8_t *key = p->key + THIMBLE_KEYS_LEVELS_BYTES;
    const uint8_t below[THIMBLE_KEYS_LEVELS_BYTES] = {0, 0, 0, (uint8_t)(thimble_keys_levels(p->key) - 1u)};
    if (memcmp(p->room.gathered, below, sizeof below) != 0 || p->signature <= bytes_before_last(p)) {
        refuse(p, THIMBLE_UPDATE_SIGNATURE);
    } else if (below[3] != 0) {
        enter(p, UPPER, thimble_keys_signature_bytes(key));
    } else {
        memcpy(p->signer, key, sizeof p->signer);
        enter_last(p);
    }
}

/* The upper signature is of the lower tree's public key. It lies in memory: the message of a signature comes first. */
static void take_signer(thimble_package_t *p)
{
    const uint8_t *key = p->key + THIMBLE_KEYS_LEVELS_BYTES;
    const uint8_t *signature = p->room.gathered;
    const uint32_t bytes = thimble_keys_signature_bytes(key);
    thimble_lms_t lms;
    if (!thimble_lms_begin(&lms, key, signature, p->signer, sizeof p->signer)) {
        refuse(p, THIMBLE_UPDATE_SIGNATURE);
        return;
    }
    thimble_lms_feed(&lms, signature + THIMBLE_LMS_HEAD_BYTES, bytes - THIMBLE_LMS_HEAD_BYTES);
    thimble_lms_root(&lms, p->computed[THIMBLE_VERDICT_PINNED_ROOT]);
    enter_last(p);
}

static void take_last_head(thimble_package_t *p)
{
    uint8_t message[THIMBLE_ENVELOPE_MESSAGE_BYTES];
    thimble_envelope_write_message(message, p->digest);
    if (!thimble_lms_begin(&p->room.last.lms, p->signer, p->room.last.head, message, sizeof message)) {
        refuse(p, THIMBLE_UPDATE_SIGNATURE);
        return;
    }
    enter(p, LAST, thimble_keys_signature_bytes(p->signer) - THIMBLE_LMS_HEAD_BYTES);
}

static void end_signature(thimble_package_t *p)
{
    thimble_lms_root(&p->room.last.lms, p->computed[THIMBLE_VERDICT_SIGNERS_ROOT]);
    if (thimble_keys_levels(p->key) == 1) {
        memcpy(p->computed[THIMBLE_VERDICT_PINNED_ROOT], p->computed[THIMBLE_VERDICT_SIGNERS_ROOT],
               THIMBLE_SHA256_BYTES);
    }
    if (thimble_verdict(p, THIMBLE_VERDICT_DIGEST) != THIMBLE_PACKAGE_AUTHENTIC) {
        refuse(p, THIMBLE_UPDATE_SIGNATURE);
        return;
    }
    enter(p, MANIFEST_HEAD, THIMBLE_PACKAGE_MANIFEST_HEAD_BYTES - 1u);
}

/* 3: << of 24 to 255 bytes, or, with one byte more, of 256 to 512. What was gathered stays where it is. */
static void take_manifest_head(thimble_package_t *p)
{
    const uint8_t *bytes = p->room.signed_part.bytes;
    const int longer = bytes[1] == 0x59;
    const unsigned length = longer ? thimble_envelope_length(bytes + 2) : bytes[2];
    if (longer && p->filled < THIMBLE_PACKAGE_MANIFEST_HEAD_BYTES) {
        p->wanted++;
    } else if (bytes[0] != 3 || (!longer && bytes[1] != 0x58) || length < (longer ? 256u : 24u)
               || length > THIMBLE_MANIFEST_BYTES) {
        refuse(p, THIMBLE_UPDATE_FORMAT);
    } else {
        p->stage = MANIFEST;
        p->wanted = (uint16_t)(p->filled + length);
    }
}

/* Writes what a payload of this size begins with, at most PAYLOAD_HEAD_BYTES; returns how many these are. */
static size_t write_payload_head(uint8_t *bytes, uint32_t size)
{
    memcpy(bytes, payload_key, sizeof payload_key);
    return sizeof payload_key + thimble_cbor_write_head(bytes + sizeof payload_key, THIMBLE_CBOR_BYTES, size);
}

/* The manifest is hashed and read where it lies, once, so that what was checked is what is used. */
static void take_manifest(thimble_package_t *p)
{
    const uint8_t *bytes = p->room.signed_part.bytes;
    const unsigned head = bytes[1] == 0x59 ? 4u : 3u;
    thimble_manifest_t *manifest = &p->room.signed_part.manifest;
    uint8_t payload_head[PAYLOAD_HEAD_BYTES];
    int reason;
    thimble_sha256_setup(&p->room.signed_part.hash);
    thimble_sha256_update(&p->room.signed_part.hash, bytes + 1, p->filled - 1u);
    thimble_sha256_finish(&p->room.signed_part.hash, p->computed[THIMBLE_VERDICT_DIGEST]);
    if (thimble_package_authenticated(p) != THIMBLE_PACKAGE_AUTHENTIC) {
        refuse(p, THIMBLE_UPDATE_MANIFEST);
        return;
    }
    reason = thimble_manifest_parse(manifest, bytes + head, p->filled - head);
    if (reason != THIMBLE_UPDATE_OK) {
        refuse(p, (unsigned)reason);
        return;
    }
    p->payload_left = manifest->payload_bytes;
    thimble_sha256_setup(&p->room.signed_part.hash);
    enter(p, PAYLOAD_HEAD, write_payload_head(payload_head, p->payload_left));
}

static void end_payload(thimble_package_t *p)
{
    uint8_t digest[THIMBLE_SHA256_BYTES];
    thimble_sha256_finish(&p->room.signed_part.hash, digest);
    if (!p->resumed && memcmp(digest, p->room.signed_part.manifest.payload_digest, sizeof digest) != 0) {
        refuse(p, THIMBLE_UPDATE_PAYLOAD);
    } else {
        enter(p, DONE, 0);
    }
}

static void take_payload_head(thimble_package_t *p)
{
    const uint8_t *bytes = p->room.signed_part.bytes;
    uint8_t expected[PAYLOAD_HEAD_BYTES];
    const size_t count = write_payload_head(expected, p->payload_left);
    if (memcmp(bytes, expected, sizeof payload_key) != 0) {
        refuse(p, THIMBLE_UPDATE_FORMAT);
    } else if (memcmp(bytes, expected, count) != 0) {
        refuse(p, THIMBLE_UPDATE_SIZE);
    } else if (p->payload_left == 0) {
        end_payload(p);
    } else {
        enter(p, PAYLOAD, 0);
    }
}

static void take_item(thimble_package_t *p)
{
    switch (p->stage) {
    case PREFIX:
        take_prefix(p);
        break;
    case LEVELS:
        take_levels(p);
        break;
    case UPPER:
        enter(p, SIGNER, sizeof p->signer);
        break;
    case SIGNER:
        take_signer(p);
        break;
    case LAST_HEAD:
        take_last_head(p);
        break;
    case LAST:
        end_signature(p);
        break;
    case MANIFEST_HEAD:
        take_manifest_head(p);
        break;
    case MANIFEST:
        take_manifest(p);
        break;
    case PAYLOAD_HEAD:
        take_payload_head(p);
        break;
    default:
        refuse(p, THIMBLE_UPDATE_FORMAT);
        break;
    }
}

/* Whether the item has its place, as every item has that no fault made longer; the last signature needs none. */
static int fits(const thimble_package_t *p)
{
    const size_t place = p->stage == SIGNER ? sizeof p->signer : sizeof p->room.gathered;
    return p->filled <= p->wanted && (p->stage == LAST || p->wanted <= place);
}

/* Takes what it can of the item under way, and does what is to do once that is whole; returns the bytes taken. */
static size_t gather(thimble_package_t *p, const uint8_t *bytes, size_t count)
{
    const size_t room = (size_t)p->wanted - p->filled;
    const size_t taken = count < room ? count : room;
    if (!fits(p)) {
        refuse(p, THIMBLE_UPDATE_FORMAT);
        return 0;
    }
    if (p->stage == LAST) {
        thimble_lms_feed(&p->room.last.lms, bytes, taken);
    } else {
        memcpy((p->stage == SIGNER ? p->signer : p->room.gathered) + p->filled, bytes, taken);
    }
    p->filled = (uint16_t)(p->filled + taken);
    if (p->filled == p->wanted) {
        take_item(p);
    }
    return taken;
}

static size_t take_payload(thimble_package_t *p, const uint8_t *bytes, size_t count)
{
    const size_t taken = count < p->payload_left ? count : p->payload_left;
    thimble_sha256_update(&p->room.signed_part.hash, bytes, taken);
    p->payload_left -= (uint32_t)taken;
    if (p->payload_left == 0) {
        end_payload(p);
    }
    return taken;
}

/* May the caller be told? Who got here past the checks, by a skipped return or a stray pointer, is found out. */
static int confirm(thimble_package_t *p, int event)
{
    if (thimble_package_authenticated(p) != THIMBLE_PACKAGE_AUTHENTIC) {
        refuse(p, THIMBLE_UPDATE_MANIFEST);
        return THIMBLE_PACKAGE_REFUSED;
    }
    return event;
}

/* The answer to a call that left so many bytes. */
static int answer(thimble_package_t *p, size_t left)
{
    if (p->stage == DONE && left != 0) {
        refuse(p, THIMBLE_UPDATE_EXTRA);
    }
    if (p->stage == DONE) {
        return confirm(p, THIMBLE_PACKAGE_COMPLETE);
    }
    return p->stage < DONE ? THIMBLE_PACKAGE_MORE : THIMBLE_PACKAGE_REFUSED;
}

THIMBLE_SHARED
int thimble_package_read(thimble_package_t *package, const uint8_t *bytes, size_t count, size_t *used)
{
    *used = 0;
    if (package->stage == PAYLOAD && count != 0) {
        *used = take_payload(package, bytes, count);
        return THIMBLE_PACKAGE_PAYLOAD;
    }
    while (*used < count && package->stage < PAYLOAD) {
        *used += gather(package, bytes + *used, count - *used);
        if (package->stage == PAYLOAD || package->stage == DONE) {
            return confirm(package, THIMBLE_PACKAGE_MANIFEST);
        }
    }
    return answer(package, count - *used);
}

THIMBLE_SHARED
int thimble_package_end(thimble_package_t *package)
{
    if (answer(package, 0) == THIMBLE_PACKAGE_MORE) {
        refuse(package, THIMBLE_UPDATE_TRUNCATED);
    }
    return package->reason;
}

THIMBLE_SHARED
int thimble_package_reason(const thimble_package_t *package)
{
    return package->reason;
}

THIMBLE_SHARED
const thimble_manifest_t *thimble_package_manifest(const thimble_package_t *package)
{
    return &package->room.signed_part.manifest;
}

THIMBLE_SHARED
int thimble_package_resume(thimble_package_t *package, uint32_t count)
{
    if (package->stage != PAYLOAD || count > package->payload_left) {
        return THIMBLE_UPDATE_SIZE;
    }
    package->resumed = 1;
    package->payload_left -= count;
    if (package->payload_left == 0) {
        end_payload(package);
    }
    return THIMBLE_UPDATE_OK;
}
