/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matrix products on the DSP extension with paired weights (docs/numerics.md, section 4): two rows and four outputs at
 * a time.
 */
#include "paired_sums.h"
#include "paired_tile.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"


/* Four outputs of one row: the first that the bias, the multipliers and the weights are of. */
THIMBLE_INLINED void single_tile(const thimble_linear_paired_data *p, const uint32_t *x, const int32_t *weight,
                                 const int32_t *bias, const int32_t *multiplier, void *y, uint32_t bits)
{
    const thimble_pairs_t sums = thimble_pairs_of_row(thimble_pairs_begin(bias), weight, x, thimble_quads(p->inputs));
    thimble_pairs_store(sums, multiplier, p->zero_point, y, bits);
}

/* The last outputs of one row, where they are fewer than four; weights there are for all. */
THIMBLE_INLINED void single_rest(const thimble_linear_paired_data *p, const uint32_t *x, uint32_t column, void *y,
                                 uint32_t bits)
{
    const uint32_t count = p->outputs - column;
    int32_t bias[THIMBLE_TILE_OUTPUTS] = {0, 0, 0, 0};
    int32_t multiplier[THIMBLE_TILE_OUTPUTS] = {0, 0, 0, 0};
    int16_t results[THIMBLE_TILE_OUTPUTS];
    memcpy(bias, p->bias + column, count * sizeof *bias);
    memcpy(multiplier, p->multiplier + column, count * sizeof *multiplier);
    single_tile(p, x, p->weight + (size_t)column * thimble_quads(p->inputs), bias, multiplier, results, bits);
    memcpy(y, results, (size_t)count * (bits / 8u));
}

/* One row, widened, from an output on that begins a tile. */
THIMBLE_INLINED void single_row(const thimble_linear_paired_data *p, const uint32_t *x, uint32_t from, int8_t *y,
                                uint32_t bits)
{
    const uint32_t words = THIMBLE_TILE_OUTPUTS * thimble_quads(p->inputs);
    const int32_t *weight = p->weight + (size_t)(from / THIMBLE_TILE_OUTPUTS) * words;
    uint32_t column = from;
    for (; column + THIMBLE_TILE_OUTPUTS <= p->outputs; column += THIMBLE_TILE_OUTPUTS) {
        single_tile(p, x, weight, p->bias + column, p->multiplier + column, y + column * (bits / 8u), bits);
        weight += words;
    }
    if (column < p->outputs) {
        single_rest(p, x, column, y + column * (bits / 8u), bits);
    }
}

/* Two packed rows, all whole tiles, of which there is one at least. */
THIMBLE_INLINED void two_rows(const thimble_linear_paired_data *p, const uint32_t *packed, int8_t *y, uint32_t bits)
{
    const uint32_t quads = thimble_quads(p->inputs);
    const uint32_t bytes = bits / 8u;
    const size_t whole = p->outputs / THIMBLE_TILE_OUTPUTS * THIMBLE_TILE_OUTPUTS;
    const thimble_paired_frame_t frame = {p->weight,
                                          packed,
                                          packed + (size_t)quads * THIMBLE_TILE_QUAD_WORDS,
                                          p->bias,
                                          p->multiplier,
                                          p->zero_point,
                                          thimble_skipped(quads),
                                          y,
                                          y + whole * bytes,
                                          (int32_t)(p->outputs * bytes),
                                          bits};
    thimble_paired_tile(&frame);
}

/* All rows; `packed` has room for two of them. */
THIMBLE_INLINED void all_rows(const thimble_linear_paired_data *p, const int8_t *x, uint32_t rows, uint32_t *packed,
                              void *y, uint32_t bits)
{
    const uint32_t stride = p->outputs * (bits / 8u);
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 2u ? left : 2u;
        uint32_t done = 0;
        if (here == 2u && p->outputs >= THIMBLE_TILE_OUTPUTS) {
            thimble_pack_two(x, x + p->inputs, p->inputs, packed);
            two_rows(p, packed, to, bits);
            done = p->outputs / THIMBLE_TILE_OUTPUTS * THIMBLE_TILE_OUTPUTS;
        }
        for (uint32_t row = 0; row < here && done < p->outputs; row++) {
            thimble_widen_row(x + (size_t)row * p->inputs, p->inputs, packed);
            single_row(p, packed, done, to + (size_t)row * stride, bits);
        }
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * stride;
    }
}

THIMBLE_SHARED
void thimble_linear_paired_s8(const thimble_linear_paired_data *p, const int8_t *x, uint32_t rows, void *scratch,
                              int8_t *y)
{
    all_rows(p, x, rows, (uint32_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_paired_s16(const thimble_linear_paired_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int16_t *y)
{
    all_rows(p, x, rows, (uint32_t *)scratch, y, 16u);
}
