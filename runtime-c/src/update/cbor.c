/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: deterministic CBOR. */
#include "cbor.h"

#include <string.h>

#define MAJOR_SHIFT 5u
#define ONE_BYTE 24u    /* arguments below stand in the first byte; from here on it says how many bytes follow */
#define EIGHT_BYTES 27u /* what is above means something else */

THIMBLE_SHARED
void thimble_cbor_fail(thimble_cbor_t *cbor)
{
    cbor->at = cbor->end;
    cbor->wrong = 1;
}

/* The next count bytes; null where there are fewer. */
static const uint8_t *take(thimble_cbor_t *cbor, size_t count)
{
    const uint8_t *bytes = cbor->at;
    if (count > (size_t)(cbor->end - cbor->at)) {
        thimble_cbor_fail(cbor);
        return NULL;
    }
    cbor->at += count;
    return bytes;
}

THIMBLE_SHARED
void thimble_cbor_begin(thimble_cbor_t *cbor, const uint8_t *bytes, size_t count)
{
    cbor->at = bytes;
    cbor->end = bytes + count;
    cbor->wrong = 0;
}

/* The smallest argument that needs 1 << log bytes. */
static uint64_t smallest(unsigned log)
{
    return log == 0 ? ONE_BYTE : (uint64_t)1 << (4u << log);
}

THIMBLE_SHARED
uint64_t thimble_cbor_head(thimble_cbor_t *cbor, unsigned major)
{
    const uint8_t *first = take(cbor, 1);
    const unsigned low = first == NULL ? 0 : *first & 31u;
    const uint8_t *more;
    uint64_t argument = 0;
    unsigned i;
    if (first == NULL || (unsigned)*first >> MAJOR_SHIFT != major || low > EIGHT_BYTES) {
        thimble_cbor_fail(cbor);
        return 0;
    }
    if (low < ONE_BYTE) {
        return low;
    }
    more = take(cbor, (size_t)1 << (low - ONE_BYTE));
    for (i = 0; more != NULL && i < 1u << (low - ONE_BYTE); i++) {
        argument = argument << 8 | more[i];
    }
    if (argument < smallest(low - ONE_BYTE)) {
        thimble_cbor_fail(cbor);
        return 0;
    }
    return argument;
}

THIMBLE_SHARED
void thimble_cbor_expect_head(thimble_cbor_t *cbor, unsigned major, uint32_t argument)
{
    if (thimble_cbor_head(cbor, major) != argument) {
        thimble_cbor_fail(cbor);
    }
}

THIMBLE_SHARED
void thimble_cbor_bytes(thimble_cbor_t *cbor, uint8_t *bytes, size_t count)
{
    if (thimble_cbor_head(cbor, THIMBLE_CBOR_BYTES) != count) {
        thimble_cbor_fail(cbor);
    }
    thimble_cbor_copy(cbor, bytes, count);
}

THIMBLE_SHARED
void thimble_cbor_copy(thimble_cbor_t *cbor, uint8_t *bytes, size_t count)
{
    const uint8_t *from = take(cbor, count);
    if (from != NULL) {
        memcpy(bytes, from, count);
    }
}

THIMBLE_SHARED
void thimble_cbor_expect(thimble_cbor_t *cbor, const uint8_t *bytes, size_t count)
{
    const uint8_t *from = take(cbor, count);
    if (from == NULL || memcmp(from, bytes, count) != 0) {
        thimble_cbor_fail(cbor);
    }
}

THIMBLE_SHARED
const uint8_t *thimble_cbor_enter(thimble_cbor_t *cbor)
{
    const uint64_t length = thimble_cbor_head(cbor, THIMBLE_CBOR_BYTES);
    if (length > (uint64_t)(cbor->end - cbor->at)) {
        thimble_cbor_fail(cbor);
        return cbor->end;
    }
    return cbor->at + (size_t)length;
}

THIMBLE_SHARED
void thimble_cbor_leave(thimble_cbor_t *cbor, const uint8_t *end)
{
    if (cbor->at != end) {
        thimble_cbor_fail(cbor);
    }
}

THIMBLE_SHARED
int thimble_cbor_next_is(const thimble_cbor_t *cbor, unsigned byte)
{
    return cbor->at != cbor->end && *cbor->at == byte;
}

THIMBLE_SHARED
size_t thimble_cbor_write_head(uint8_t *bytes, unsigned major, uint32_t argument)
{
    const unsigned log = argument < 0x100u ? 0u : argument < 0x10000u ? 1u : 2u;
    const size_t count = (size_t)1 << log;
    size_t i;
    if (argument < ONE_BYTE) {
        bytes[0] = (uint8_t)(major << MAJOR_SHIFT | argument);
        return 1;
    }
    bytes[0] = (uint8_t)(major << MAJOR_SHIFT | (ONE_BYTE + log));
    for (i = 0; i < count; i++) {
        bytes[1 + i] = (uint8_t)(argument >> 8u * (count - 1 - i));
    }
    return 1 + count;
}
