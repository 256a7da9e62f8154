/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: reads a signed package as its bytes come, in chunks of any size, and answers for nothing that the
 * pinned keys did not sign. Whether a package fits the device is for the caller to say, who gets its manifest first.
 */
#ifndef THIMBLE_PACKAGE_H
#define THIMBLE_PACKAGE_H

#include "keys.h"
#include "lms.h"
#include "manifest.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Longest head of the manifest: its key in the envelope, and the head of its byte string. */
#define THIMBLE_PACKAGE_MANIFEST_HEAD_BYTES 4

/* What a call to thimble_package_read found. */
enum {
    /* The package is refused, for good: thimble_package_reason says why. */
    THIMBLE_PACKAGE_REFUSED = 0,
    /* All bytes were used, and more are to come. */
    THIMBLE_PACKAGE_MORE = 1,
    /* The next byte is payload. The manifest is signed, and thimble_package_manifest has it. Comes once. */
    THIMBLE_PACKAGE_MANIFEST = 2,
    /* The bytes that were used are payload, the next of it: at least one. */
    THIMBLE_PACKAGE_PAYLOAD = 3,
    /* The package is whole, and its payload is the one that the manifest names. */
    THIMBLE_PACKAGE_COMPLETE = 4
};

/* What thimble_package_authenticated returns for a package that is: no value that a fault leaves in a register. */
#define THIMBLE_PACKAGE_AUTHENTIC 0x9D3A6C51u

/*
 * A package under way, 1,824 bytes on 32-bit cores, in memory of the caller, who may copy it and forget it at any time.
 * Only the functions below look inside.
 */
typedef struct {
    /* First: where a fault leaves out to compute the address of what came, it is written here all the same. */
    union {
        uint8_t gathered[THIMBLE_KEYS_UPPER_BYTES];
        struct {
            uint8_t head[THIMBLE_LMS_HEAD_BYTES];
            thimble_lms_t lms;
        } last;
        struct {
            uint8_t bytes[THIMBLE_PACKAGE_MANIFEST_HEAD_BYTES + THIMBLE_MANIFEST_BYTES];
            thimble_manifest_t manifest;
            thimble_sha256_t hash;
        } signed_part;
    } room;
    const thimble_update_keys_data *keys;
    const uint8_t *key;    /* the one that signed it, among these; null as long as that is not known */
    uint32_t payload_left; /* bytes to come */
    uint16_t filled;       /* bytes of the item that is gathered */
    uint16_t wanted;       /* how many it has */
    uint16_t signature;    /* bytes of the whole signature */
    uint8_t stage;
    uint8_t reason;
    uint8_t revoked;
    uint8_t resumed;                           /* 1: not all of the payload was read by this reader */
    uint8_t digest[THIMBLE_SHA256_BYTES];      /* of the manifest, as signed */
    uint8_t signer[THIMBLE_LMS_KEY_BYTES];     /* public key of the tree that signed it */
    uint8_t computed[3][THIMBLE_SHA256_BYTES]; /* both trees' roots and the manifest's digest, as they came out */
} thimble_package_t;

/*
 * Begins a package. The keys must stay where they are; bit i of revoked says that key i is trusted no more.
 */
void thimble_package_begin(thimble_package_t *package, const thimble_update_keys_data *keys, unsigned revoked);

/*
 * Reads as many of the next count bytes as the next event takes, *used of them; count may be 0. As long as it finds
 * THIMBLE_PACKAGE_MANIFEST or _PAYLOAD it is to be called again with what is left, even with nothing.
 */
int thimble_package_read(thimble_package_t *package, const uint8_t *bytes, size_t count, size_t *used);

/* The sender has no more bytes: THIMBLE_UPDATE_OK, or why the package is refused, which is what it is from now on. */
int thimble_package_end(thimble_package_t *package);

/* Why the package is refused; THIMBLE_UPDATE_OK as long as it is not. */
int thimble_package_reason(const thimble_package_t *package);

/* The manifest; it lasts as long as the reader. Only from THIMBLE_PACKAGE_MANIFEST on. */
const thimble_manifest_t *thimble_package_manifest(const thimble_package_t *package);

/*
 * Passes over the next count bytes of the payload, which came before a reset; only once THIMBLE_PACKAGE_MANIFEST was
 * answered. The payload's digest can then not be checked: the image's must be. Returns THIMBLE_UPDATE_OK, or
 * THIMBLE_UPDATE_SIZE where there are not so many.
 */
int thimble_package_resume(thimble_package_t *package, uint32_t count);

/*
 * Compares once more what was signed with what came: THIMBLE_PACKAGE_AUTHENTIC if, and only if, the manifest is one
 * that the pinned key signed. To be asked before the first byte of a slot is written, and again before an image is
 * committed: a fault may tell the caller what the reader did not say.
 */
uint32_t thimble_package_authenticated(const thimble_package_t *package);

#ifdef __cplusplus
}
#endif

#endif
