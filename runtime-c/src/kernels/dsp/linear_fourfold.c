/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matrix products on the DSP extension with weights of 4 bits (docs/numerics.md, section 4): two rows and four outputs
 * at a time.
 */
#include "fourfold_tile.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* The last outputs of one row, where they are fewer than four; weights there are for all. */
THIMBLE_INLINED void fourfold_rest(const thimble_linear_fourfold_data *p, thimble_fourfold_t sums, uint32_t column,
                                   void *y, uint32_t bits)
{
    const uint32_t count = p->outputs - column;
    int32_t bias[THIMBLE_TILE_OUTPUTS] = {0, 0, 0, 0};
    int32_t multiplier[THIMBLE_TILE_OUTPUTS] = {0, 0, 0, 0};
    int16_t results[THIMBLE_TILE_OUTPUTS];
    memcpy(bias, p->bias + column, count * sizeof *bias);
    memcpy(multiplier, p->multiplier + column, count * sizeof *multiplier);
    thimble_fourfold_store(sums, bias, multiplier, p->zero_point, results, bits);
    memcpy(y, results, (size_t)count * (bits / 8u));
}

/* The sum of the values of a row, `step` words apart. */
static int32_t sum_of_values(const uint32_t *x, uint32_t quads, uint32_t step)
{
    const uint32_t *const end = x + (size_t)quads * 2u * step;
    int32_t sum = 0;
    for (; x != end; x += 2u * step) {
        sum = thimble_add_values(x[0], sum);
        sum = thimble_add_values(x[step], sum);
    }
    return sum;
}

/* One row, widened, from an output on that begins a tile. */
THIMBLE_INLINED void fourfold_row(const thimble_linear_fourfold_data *p, const uint32_t *x, uint32_t from, int8_t *y,
                                  uint32_t bits)
{
    const uint32_t quads = thimble_quads(p->inputs);
    const uint32_t words = 2u * quads;
    const uint32_t start = thimble_fourfold_start(sum_of_values(x, quads, 1u));
    const int32_t *weight = p->weight + (size_t)(from / THIMBLE_TILE_OUTPUTS) * words;
    for (uint32_t column = from; column < p->outputs; column += THIMBLE_TILE_OUTPUTS) {
        const thimble_fourfold_t sums =
            thimble_fourfold_of_row(thimble_fourfold_begin(start), weight, x, quads);
        int8_t *const to = y + column * (bits / 8u);
        if (p->outputs - column < THIMBLE_TILE_OUTPUTS) {
            fourfold_rest(p, sums, column, to, bits);
        } else {
            thimble_fourfold_store(sums, p->bias + column, p->multiplier + column, p->zero_point, to, bits);
        }
        weight += words;
    }
}

/* Two packed rows, all whole tiles, of which there is one at least. */
THIMBLE_INLINED void fourfold_rows(const thimble_linear_fourfold_data *p, const uint32_t *packed, int8_t *y,
                                   uint32_t bits)
{
    const uint32_t quads = thimble_quads(p->inputs);
    const uint32_t bytes = bits / 8u;
    const size_t whole = p->outputs / THIMBLE_TILE_OUTPUTS * THIMBLE_TILE_OUTPUTS;
    const thimble_fourfold_frame_t frame = {p->weight,
                                            packed,
                                            packed + (size_t)quads * THIMBLE_TILE_QUAD_WORDS,
                                            thimble_fourfold_start(sum_of_values(packed, quads, 2u)),
                                            thimble_fourfold_start(sum_of_values(packed + 1, quads, 2u)),
                                            p->bias,
                                            p->multiplier,
                                            p->zero_point,
                                            thimble_skipped(quads) % 8u,
                                            y,
                                            y + whole * bytes,
                                            (int32_t)(p->outputs * bytes),
                                            bits};
    thimble_fourfold_tile(&frame);
}

/* All rows; `packed` has room for two of them. */
THIMBLE_INLINED void fourfold_all(const thimble_linear_fourfold_data *p, const int8_t *x, uint32_t rows,
                                  uint32_t *packed, void *y, uint32_t bits)
{
    const uint32_t stride = p->outputs * (bits / 8u);
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 2u ? left : 2u;
        uint32_t done = 0;
        if (here == 2u && p->outputs >= THIMBLE_TILE_OUTPUTS) {
            thimble_pack_two(x, x + p->inputs, p->inputs, packed);
            fourfold_rows(p, packed, to, bits);
            done = p->outputs / THIMBLE_TILE_OUTPUTS * THIMBLE_TILE_OUTPUTS;
        }
        for (uint32_t row = 0; row < here && done < p->outputs; row++) {
            thimble_widen_row(x + (size_t)row * p->inputs, p->inputs, packed);
            fourfold_row(p, packed, done, to + (size_t)row * stride, bits);
        }
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * stride;
    }
}

THIMBLE_SHARED
void thimble_linear_fourfold_s8(const thimble_linear_fourfold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                int8_t *y)
{
    fourfold_all(p, x, rows, (uint32_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_fourfold_s16(const thimble_linear_fourfold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                 int16_t *y)
{
    fourfold_all(p, x, rows, (uint32_t *)scratch, y, 16u);
}
