/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: a payload of parts. */
#include "parts.h"

#include <string.h>

/* CBOR's major types (RFC 8949, section 3.1). */
enum { UNSIGNED = 0, BYTE_STRING = 2, ARRAY = 4 };

/* What the next head is of. */
enum { STAGE_ARRAY = 0, STAGE_OFFSET = 1, STAGE_BYTES = 2, STAGE_END = 3 };

THIMBLE_SHARED
void thimble_parts_begin(thimble_parts_t *parts)
{
    memset(parts, 0, sizeof *parts);
}

static int stage_wants(uint8_t stage, uint8_t major)
{
    return (stage == STAGE_ARRAY && major == ARRAY) || (stage == STAGE_OFFSET && major == UNSIGNED)
           || (stage == STAGE_BYTES && major == BYTE_STRING);
}

/* The first byte of a head: its type, and a number below 24 or how many bytes the number has. */
static int begin_head(thimble_parts_t *parts, uint8_t byte)
{
    const uint8_t low = byte & 31u;
    parts->major = (uint8_t)(byte >> 5);
    if (!stage_wants(parts->stage, parts->major) || low > 26) {
        return 0;
    }
    parts->number = low < 24 ? low : 0;
    parts->shortest = (uint8_t)(low < 24 ? 0u : 1u << (low - 24));
    parts->wanted = parts->shortest;
    return 1;
}

/* A number has no more bytes than it needs. */
static int is_shortest(const thimble_parts_t *parts)
{
    switch (parts->shortest) {
    case 1:
        return parts->number >= 24;
    case 2:
        return parts->number > 0xFFu;
    case 4:
        return parts->number > 0xFFFFu;
    default:
        return 1;
    }
}

static void next_part(thimble_parts_t *parts)
{
    parts->stage = parts->items == 0 ? STAGE_END : STAGE_OFFSET;
}

/* Parts ascend, and none is empty. */
static int end_head(thimble_parts_t *parts)
{
    if (!is_shortest(parts)) {
        return 0;
    }
    switch (parts->stage) {
    case STAGE_ARRAY:
        parts->items = parts->number;
        next_part(parts);
        return parts->number % 2 == 0;
    case STAGE_OFFSET:
        if (parts->number < parts->at) {
            return 0;
        }
        parts->at = parts->number;
        parts->stage = STAGE_BYTES;
        return 1;
    default:
        parts->left = parts->number;
        parts->items -= 2;
        return parts->number > 0 && parts->number <= 0xFFFFFFFFu - parts->at;
    }
}

static int read_head(thimble_parts_t *parts, uint8_t byte)
{
    if (parts->wanted == 0) {
        if (!begin_head(parts, byte)) {
            return 0;
        }
    } else {
        parts->number = parts->number << 8 | byte;
        parts->wanted--;
    }
    return parts->wanted > 0 || end_head(parts);
}

THIMBLE_SHARED
int thimble_parts_read(thimble_parts_t *parts, const uint8_t *bytes, uint32_t count, uint32_t *used)
{
    *used = 0;
    while (parts->left == 0 && *used < count) {
        if (parts->stage == STAGE_END || !read_head(parts, bytes[(*used)++])) {
            return THIMBLE_PARTS_BAD;
        }
        if (parts->left > 0) {
            return THIMBLE_PARTS_MORE;
        }
    }
    if (parts->left == 0 || *used == count) {
        return THIMBLE_PARTS_MORE;
    }
    *used = count < parts->left ? count : parts->left;
    parts->at += *used;
    parts->left -= *used;
    if (parts->left == 0) {
        next_part(parts);
    }
    return THIMBLE_PARTS_BYTES;
}

THIMBLE_SHARED
int thimble_parts_are_all(const thimble_parts_t *parts)
{
    return parts->stage == STAGE_END;
}
