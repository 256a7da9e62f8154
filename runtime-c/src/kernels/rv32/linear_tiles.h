/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: packed rows by all outputs of a matrix product on RISC-V, two outputs at a time. */
#ifndef THIMBLE_LINEAR_TILES_H
#define THIMBLE_LINEAR_TILES_H

#include "thimble/kernels.h"
#include "tiles.h"

/* The sums of a row alone and four outputs. */
typedef struct {
    int32_t a;
    int32_t b;
    int32_t c;
    int32_t d;
} thimble_row_sums_of_four_t;

THIMBLE_INLINED void thimble_linear_put(const thimble_linear_data *p, void *y, uint32_t row, uint32_t column,
                                        uint32_t bits, int32_t sum)
{
    const int32_t result = thimble_requantized(sum, p->shift, p->multiplier[column], p->zero_point);
    thimble_put_saturated(y, column + row * p->outputs, bits, result);
}

/* The results of up to `most` rows, 2 or 4, of an output. */
THIMBLE_INLINED void thimble_linear_put_column(const thimble_linear_data *p, thimble_column_t s, uint32_t rows,
                                               uint32_t most, uint32_t column, void *y, uint32_t bits)
{
    const thimble_two_t first = thimble_rows_of(s.first);
    thimble_linear_put(p, y, 0, column, bits, first.row[0]);
    thimble_linear_put(p, y, 1u, column, bits, first.row[1]);
    if (most > 2u) {
        const thimble_two_t last = thimble_rows_of(s.last);
        thimble_linear_put(p, y, 2u, column, bits, last.row[0]);
        if (rows > 3u) {
            thimble_linear_put(p, y, 3u, column, bits, last.row[1]);
        }
    }
}

/*
 * Packed rows by all outputs; `most` is 2 or 4 and known where this is inlined. Where the number of outputs is odd, the
 * last one's tile has it twice.
 */
THIMBLE_INLINED void thimble_linear_tiles(const thimble_linear_data *p, const uint32_t *block, uint32_t rows,
                                          uint32_t most, void *y, uint32_t bits)
{
    const thimble_linear_data d = *p;
    const int8_t *weight = d.weight;
    for (uint32_t column = 0; column < d.outputs; column += 2u) {
        const uint32_t next = column + 1u < d.outputs ? column + 1u : column;
        const thimble_tile_t start = {thimble_column_at(d.bias[column]), thimble_column_at(d.bias[next])};
        const int8_t *const second = weight + (size_t)(next - column) * d.inputs;
        const thimble_tile_t t = thimble_tile_sums(start, block, weight, second, d.inputs, most);
        thimble_linear_put_column(&d, t.a, rows, most, column, y, bits);
        thimble_linear_put_column(&d, t.b, rows, most, next, y, bits);
        weight = second + d.inputs;
    }
}

/* A column of four outputs. */
THIMBLE_INLINED thimble_row_sums_of_four_t thimble_row_plus(thimble_row_sums_of_four_t s, int32_t x, const int8_t *a,
                                                            const int8_t *b, const int8_t *c, const int8_t *d)
{
    s.a += x * *a;
    s.b += x * *b;
    s.c += x * *c;
    s.d += x * *d;
    THIMBLE_LOADS_STAY;
    return s;
}

/* A row by four outputs, whose weights follow one another. */
THIMBLE_INLINED thimble_row_sums_of_four_t thimble_row_by_four(const int8_t *x, const int8_t *weight, uint32_t columns,
                                                               const int32_t *bias)
{
    const int8_t *a = weight;
    const int8_t *b = a + columns;
    const int8_t *c = b + columns;
    const int8_t *d = c + columns;
    thimble_row_sums_of_four_t s = {bias[0], bias[1], bias[2], bias[3]};
    const int8_t *const end = x + columns;
    for (const int8_t *const fours = x + (columns & ~3u); x != fours; x += 4) {
        s = thimble_row_plus(s, x[0], a, b, c, d);
        s = thimble_row_plus(s, x[1], a + 1, b + 1, c + 1, d + 1);
        s = thimble_row_plus(s, x[2], a + 2, b + 2, c + 2, d + 2);
        s = thimble_row_plus(s, x[3], a + 3, b + 3, c + 3, d + 3);
        a += 4;
        b += 4;
        c += 4;
        d += 4;
    }
    for (; x != end; x++) {
        s = thimble_row_plus(s, *x, a++, b++, c++, d++);
    }
    return s;
}

static inline int32_t thimble_row_dot(const int8_t *x, const int8_t *y, uint32_t columns, int32_t sum)
{
    for (const int8_t *const end = x + columns; x != end; x++) {
        sum += *x * *y++;
    }
    return sum;
}

/* A row that is not packed by all outputs. */
THIMBLE_INLINED void thimble_linear_row(const thimble_linear_data *p, const int8_t *x, void *y, uint32_t bits)
{
    const thimble_linear_data d = *p;
    const int8_t *weight = d.weight;
    uint32_t column = 0;
    for (; column + 4u <= d.outputs; column += 4u) {
        const thimble_row_sums_of_four_t s = thimble_row_by_four(x, weight, d.inputs, d.bias + column);
        thimble_linear_put(&d, y, 0, column, bits, s.a);
        thimble_linear_put(&d, y, 0, column + 1u, bits, s.b);
        thimble_linear_put(&d, y, 0, column + 2u, bits, s.c);
        thimble_linear_put(&d, y, 0, column + 3u, bits, s.d);
        weight += (size_t)4u * d.inputs;
    }
    for (; column < d.outputs; column++) {
        thimble_linear_put(&d, y, 0, column, bits, thimble_row_dot(x, weight, d.inputs, d.bias[column]));
        weight += d.inputs;
    }
}

/* Packs rows where they are more than one. */
THIMBLE_INLINED void thimble_linear_pack(const int8_t *x, uint32_t rows, uint32_t columns, uint32_t *block)
{
    if (rows > 1u) {
        thimble_pack_rows(x, rows, columns, columns, 1u, block);
    }
}

/* 1 ... 4 rows by all outputs, packed in the block where they are more than one. */
#define DEFINE_LINEAR_BLOCK(name, bits) \
    static void name(const thimble_linear_data *p, const int8_t *x, const uint32_t *block, uint32_t rows, void *y) \
    { \
        if (rows == 1u) { \
            thimble_linear_row(p, x, y, bits); \
        } else if (rows == 2u) { \
            thimble_linear_tiles(p, block, rows, 2u, y, bits); \
        } else { \
            thimble_linear_tiles(p, block, rows, 4u, y, bits); \
        } \
    }

DEFINE_LINEAR_BLOCK(thimble_linear_block_s8, 8u)
DEFINE_LINEAR_BLOCK(thimble_linear_block_s16, 16u)

THIMBLE_INLINED void thimble_linear_block(const thimble_linear_data *p, const int8_t *x, const uint32_t *block,
                                          uint32_t rows, void *y, uint32_t bits)
{
    if (bits == 8u) {
        thimble_linear_block_s8(p, x, block, rows, y);
    } else {
        thimble_linear_block_s16(p, x, block, rows, y);
    }
}

#endif
