/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: reads deterministic CBOR (RFC 8949, section 4.2.1) from memory. One mistake is enough: what is read
 * behind it is empty, and the reader stays wrong.
 */
#ifndef THIMBLE_CBOR_H
#define THIMBLE_CBOR_H

#include <stddef.h>
#include <stdint.h>

#include "thimble/symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Major types. */
enum { THIMBLE_CBOR_UNSIGNED = 0, THIMBLE_CBOR_BYTES = 2, THIMBLE_CBOR_ARRAY = 4, THIMBLE_CBOR_MAP = 5 };

/* Most bytes of a head whose argument has 32 bits. */
#define THIMBLE_CBOR_HEAD_BYTES 5

/* What is left to read. */
typedef struct {
    const uint8_t *at;
    const uint8_t *end;
    uint8_t wrong; /* 1 once anything was not as it must be, else 0 */
} thimble_cbor_t;

/* Begins to read count bytes. */
void thimble_cbor_begin(thimble_cbor_t *cbor, const uint8_t *bytes, size_t count);

/* Reads a head of this major type; returns its argument. One that could be shorter is wrong. */
uint64_t thimble_cbor_head(thimble_cbor_t *cbor, unsigned major);

/* Reads a head that must have this major type and argument. */
void thimble_cbor_expect_head(thimble_cbor_t *cbor, unsigned major, uint32_t argument);

/* Reads a byte string of count bytes, and copies them. */
void thimble_cbor_bytes(thimble_cbor_t *cbor, uint8_t *bytes, size_t count);

/* Copies the next count bytes, whatever they are. */
void thimble_cbor_copy(thimble_cbor_t *cbor, uint8_t *bytes, size_t count);

/* Reads count bytes that must be these. */
void thimble_cbor_expect(thimble_cbor_t *cbor, const uint8_t *bytes, size_t count);

/* Reads the head of a byte string that holds CBOR itself; returns where it ends. */
const uint8_t *thimble_cbor_enter(thimble_cbor_t *cbor);

/* Ends what was entered: nothing may be left of it. */
void thimble_cbor_leave(thimble_cbor_t *cbor, const uint8_t *end);

/* Says that what was read is wrong. */
void thimble_cbor_fail(thimble_cbor_t *cbor);

/* Whether the next byte is this one. */
int thimble_cbor_next_is(const thimble_cbor_t *cbor, unsigned byte);

/* Writes the one head that this type and argument have, at most THIMBLE_CBOR_HEAD_BYTES; returns its bytes. */
size_t thimble_cbor_write_head(uint8_t *bytes, unsigned major, uint32_t argument);

#ifdef __cplusplus
}
#endif

#endif
