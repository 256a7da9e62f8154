/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what a package's manifest says, read from its one form in docs/updates.md. */
#ifndef THIMBLE_MANIFEST_H
#define THIMBLE_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Most bytes of a manifest, without the head of the byte string that it is in. */
#define THIMBLE_MANIFEST_BYTES 512

/* Kinds of payload: the image itself, or the parts of it that change. */
enum { THIMBLE_PAYLOAD_IMAGE = 0, THIMBLE_PAYLOAD_PARTS = 1 };

/* A manifest. What has a flag is 0 where that is 0. */
typedef struct {
    uint64_t sequence;          /* 1 to 2^64 - 2 */
    uint32_t image_bytes;       /* of the image that results */
    uint32_t payload_bytes;
    uint8_t kind;               /* THIMBLE_PAYLOAD_IMAGE or _PARTS, which has a base */
    uint8_t for_one_device;     /* 1: device is given */
    uint8_t revokes;            /* 1: revoked is given */
    uint8_t vendor[16];
    uint8_t device_class[16];
    uint8_t device[16];
    uint8_t image_digest[32];   /* of the image that results */
    uint8_t program[32];
    uint8_t architecture[16];
    uint8_t quantization[16];
    uint8_t vocabulary[16];
    uint8_t base[32];           /* digest of the image that the parts change */
    uint8_t payload_digest[32];
    uint8_t revoked[8];         /* id of the key that is not trusted any more */
} thimble_manifest_t;

/*
 * Reads a manifest of count bytes, all of which it must take up. Returns THIMBLE_UPDATE_OK, THIMBLE_UPDATE_FORMAT where
 * it has not exactly that form, or THIMBLE_UPDATE_SIZE where a size has more than 32 bits.
 */
int thimble_manifest_parse(thimble_manifest_t *manifest, const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
