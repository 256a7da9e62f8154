/* SPDX-License-Identifier: Apache-2.0 */
/* What a vendor does, for the fuzzer: writes a manifest and signs it. docs/updates.md has the form. */
#ifndef FUZZ_VENDOR_H
#define FUZZ_VENDOR_H

#include "fuzz_signer.h"
#include "manifest.h"

/* Bytes that are written one after the other; what finds no room is left out. */
typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t room;
} fuzz_writer_t;

/* Bytes of a digest; most bytes of a manifest that is signed, which are more than a device takes. */
enum { FUZZ_DIGEST_BYTES = 32, FUZZ_MANIFEST_BYTES = 1024 };

/* Writes the digest of bytes, FUZZ_DIGEST_BYTES. */
void fuzz_digest(const void *bytes, size_t count, uint8_t *digest);

/* Writes a manifest. */
void fuzz_put_manifest(fuzz_writer_t *out, const thimble_manifest_t *manifest);

/*
 * Writes a package up to the end of a manifest of count bytes, signed by the key of these trees. With too_long, the
 * signature has as many bytes more, and all lengths say so.
 */
void fuzz_put_signed(fuzz_writer_t *out, fuzz_trees_t trees, const uint8_t *manifest, size_t count, size_t too_long);

/* Writes what a payload of count bytes begins with. */
void fuzz_put_payload_head(fuzz_writer_t *out, size_t count);

/* Writes bytes as they are. */
void fuzz_put(fuzz_writer_t *out, const void *bytes, size_t count);

#endif
