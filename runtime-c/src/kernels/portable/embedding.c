/* SPDX-License-Identifier: Apache-2.0 */
/* Table look-ups (docs/numerics.md, section 3). */
#include <string.h>

#include "thimble/kernels.h"

static void copy_row(const thimble_embedding_data *p, uint32_t entry, int8_t *y)
{
    memcpy(y, p->table + (size_t)entry * p->width, p->width);
}

/* The row times its factor: at most 127 * 127. */
static void scale_row(const thimble_embedding_data *p, uint32_t entry, int16_t *y)
{
    const int8_t *const row = p->table + (size_t)entry * p->width;
    const int32_t factor = p->factors == NULL ? 1 : p->factors[entry];
    for (uint32_t i = 0; i < p->width; i++) {
        y[i] = (int16_t)(row[i] * factor);
    }
}

/* Whether a separator stands among the first `count` ids. */
static uint32_t separated(const uint16_t *ids, uint32_t count, uint16_t separator)
{
    for (uint32_t i = 0; i < count; i++) {
        if (ids[i] == separator) {
            return 1;
        }
    }
    return 0;
}

/* The segment's row of one token; `after` becomes 1 at the separator and stays so. */
static uint32_t segment_of(uint16_t id, uint16_t padding, uint16_t separator, uint32_t *after)
{
    *after |= (uint32_t)(id == separator);
    return id == padding ? 0 : 1 + *after;
}

THIMBLE_SHARED
void thimble_embedding_token_s8(const thimble_embedding_data *p, const uint16_t *ids, uint32_t first, uint32_t rows,
                                int8_t *y)
{
    for (uint32_t i = 0; i < rows; i++) {
        copy_row(p, ids[first + i], y + (size_t)i * p->width);
    }
}

THIMBLE_SHARED
void thimble_embedding_token_s16(const thimble_embedding_data *p, const uint16_t *ids, uint32_t first, uint32_t rows,
                                 int16_t *y)
{
    for (uint32_t i = 0; i < rows; i++) {
        scale_row(p, ids[first + i], y + (size_t)i * p->width);
    }
}

THIMBLE_SHARED
void thimble_embedding_position_s8(const thimble_embedding_data *p, uint32_t first, uint32_t rows, int8_t *y)
{
    memcpy(y, p->table + (size_t)first * p->width, (size_t)rows * p->width);
}

THIMBLE_SHARED
void thimble_embedding_position_s16(const thimble_embedding_data *p, uint32_t first, uint32_t rows, int16_t *y)
{
    for (uint32_t i = 0; i < rows; i++) {
        scale_row(p, first + i, y + (size_t)i * p->width);
    }
}

THIMBLE_SHARED
void thimble_embedding_segment_s8(const thimble_embedding_data *p, const uint16_t *ids, uint16_t padding,
                                  uint16_t separator, uint32_t first, uint32_t rows, int8_t *y)
{
    uint32_t after = separated(ids, first, separator);
    for (uint32_t i = 0; i < rows; i++) {
        copy_row(p, segment_of(ids[first + i], padding, separator, &after), y + (size_t)i * p->width);
    }
}

THIMBLE_SHARED
void thimble_embedding_segment_s16(const thimble_embedding_data *p, const uint16_t *ids, uint16_t padding,
                                   uint16_t separator, uint32_t first, uint32_t rows, int16_t *y)
{
    uint32_t after = separated(ids, first, separator);
    for (uint32_t i = 0; i < rows; i++) {
        scale_row(p, segment_of(ids[first + i], padding, separator, &after), y + (size_t)i * p->width);
    }
}
