/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what a package begins with, and what its signature is of: both have one form, with a few gaps. */
#ifndef THIMBLE_ENVELOPE_H
#define THIMBLE_ENVELOPE_H

#include <stdint.h>

#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes from the package's first one up to the signature's first one, and where among them is what varies. */
#define THIMBLE_ENVELOPE_PREFIX_BYTES 71
#define THIMBLE_ENVELOPE_DIGEST_AT 14           /* of the manifest, 32 bytes */
#define THIMBLE_ENVELOPE_ID_AT 59               /* of the key, 8 bytes */
#define THIMBLE_ENVELOPE_SIGNATURE_LENGTH_AT 69 /* 2 bytes */

/* Bytes of what is signed. */
#define THIMBLE_ENVELOPE_MESSAGE_BYTES 56

/* Two bytes of a length. */
unsigned thimble_envelope_length(const uint8_t *bytes);

/* Whether these THIMBLE_ENVELOPE_PREFIX_BYTES are a prefix, whatever digest, key and signature's length are. */
int thimble_envelope_is_prefix(const uint8_t *bytes);

/* Writes what is signed of a manifest with this digest: COSE's Sig_structure. */
void thimble_envelope_write_message(uint8_t *message, const uint8_t *digest);

#ifdef __cplusplus
}
#endif

#endif
