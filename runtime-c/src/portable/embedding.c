/* Table look-ups (docs/numerics.md, section 3). */
#include <string.h>

#include "thimble/kernels.h"

static void copy_row(const thimble_embedding_t *p, uint32_t entry, int8_t *y)
{
    memcpy(y, p->table + (size_t)entry * p->width, p->width);
}

void thimble_embedding_token(const thimble_embedding_t *p, const uint16_t *ids, uint32_t first, uint32_t rows,
                             int8_t *y)
{
    for (uint32_t i = 0; i < rows; i++) {
        copy_row(p, ids[first + i], y + (size_t)i * p->width);
    }
}

void thimble_embedding_position(const thimble_embedding_t *p, uint32_t first, uint32_t rows, int8_t *y)
{
    memcpy(y, p->table + (size_t)first * p->width, (size_t)rows * p->width);
}

void thimble_embedding_segment(const thimble_embedding_t *p, const uint16_t *ids, uint16_t padding,
                               uint16_t separator, uint32_t first, uint32_t rows, int8_t *y)
{
    uint32_t segment = 1;
    for (uint32_t i = 0; i < first + rows; i++) {
        if (ids[i] == separator) {
            segment = 2;
        }
        if (i >= first) {
            copy_row(p, ids[i] == padding ? 0 : segment, y + (size_t)(i - first) * p->width);
        }
    }
}
