/*
 * Matrix products on the DSP extension with paired weights (docs/numerics.md, section 4): four rows and two outputs at
 * a time, 12 instructions for 16 multiply-accumulates.
 *
 * A 16-bit weight holds those of two outputs, 256 * b + a. Sums of products with it are 256 * B + A modulo 2^32; its
 * low byte, sign-extended, gives A, and the difference gives B, for the compiler has made sure that |B| < 2^23. So one
 * SXTB16 takes four weights apart where four bytes of one output would take two.
 */
#include "paired_block.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Stores the result of one output. */
THIMBLE_INLINED void store(const thimble_linear_paired_t *p, uint32_t column, int32_t sum, void *y, uint32_t bits)
{
    thimble_store(y, column, bits,
                  thimble_requantized(sum + p->bias[column], 0, p->multiplier[column], p->zero_point));
}

/* Outputs `column` and, if there is one, the next, of one row that is not packed. */
THIMBLE_INLINED void single(const thimble_linear_paired_t *p, const int8_t *x, uint32_t column, void *y, uint32_t bits)
{
    const int16_t *weight = p->weight + (size_t)column * 2u * thimble_quads(p->inputs);
    int32_t s = 0;
    int32_t t = 0;
    for (uint32_t i = 0; i < p->inputs; i += 4u) {
        const uint32_t word = p->inputs - i >= 4u ? thimble_load_word(x + i) : thimble_load_bytes(x + i, p->inputs - i);
        const uint32_t even = thimble_bytes_02(word);
        const uint32_t odd = thimble_bytes_13(word);
        const uint32_t w02 = thimble_load_pair(weight);
        const uint32_t w13 = thimble_load_pair(weight + 2);
        s = thimble_dual_multiply_add(w13, odd, thimble_dual_multiply_add(w02, even, s));
        t = thimble_dual_multiply_add(thimble_bytes_02(w13), odd, t);
        t = thimble_dual_multiply_add(thimble_bytes_02(w02), even, t);
        weight += 4;
    }
    store(p, column, t, y, bits);
    if (column + 1u < p->outputs) {
        store(p, column + 1u, (int32_t)((uint32_t)s - (uint32_t)t) >> 8, y, bits);
    }
}

/* One row, from an even output on. */
THIMBLE_INLINED void single_row(const thimble_linear_paired_t *p, const int8_t *x, uint32_t from, void *y, uint32_t bits)
{
    for (uint32_t column = from; column < p->outputs; column += 2u) {
        single(p, x, column, y, bits);
    }
}

/* Packs four rows, of which those that are missing are the last one again. */
static void pack(const thimble_linear_paired_t *p, const int8_t *x, uint32_t rows, uint32_t *packed)
{
    for (uint32_t row = 0; row < 4u; row++) {
        thimble_pack_row(x + (size_t)(row < rows ? row : rows - 1u) * p->inputs, p->inputs, row, packed);
    }
}

/* 2 ... 4 packed rows, all pairs of outputs. */
THIMBLE_INLINED void block(const thimble_linear_paired_t *p, const uint32_t *packed, uint32_t rows, int8_t *y,
                           uint32_t bits)
{
    const uint32_t quads = thimble_quads(p->inputs);
    const uint32_t bytes = bits / 8u;
    const int32_t step = (int32_t)(p->outputs * bytes);
    const thimble_paired_frame_t frame = {p->weight,
                                          packed,
                                          packed + (size_t)quads * THIMBLE_QUAD_WORDS,
                                          p->bias,
                                          p->multiplier,
                                          y,
                                          y + (size_t)(p->outputs / 2u * 2u) * bytes,
                                          thimble_skipped(quads),
                                          {p->zero_point, step},
                                          {rows > 2u ? step : 0, rows > 3u ? step : 0}};
    if (bits == 8u) {
        thimble_paired_block_s8(&frame);
    } else {
        thimble_paired_block_s16(&frame);
    }
}

/* All rows; `packed` has room for four of them. */
THIMBLE_INLINED void all_rows(const thimble_linear_paired_t *p, const int8_t *x, uint32_t rows, uint32_t *packed, void *y,
                              uint32_t bits)
{
    const uint32_t stride = p->outputs * (bits / 8u);
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        uint32_t done = 0;
        if (here > 1u && p->outputs > 1u) {
            pack(p, x, here, packed);
            block(p, packed, here, to, bits);
            done = p->outputs / 2u * 2u;
        }
        for (uint32_t row = 0; row < here && done < p->outputs; row++) {
            single_row(p, x + (size_t)row * p->inputs, done, to + (size_t)row * stride, bits);
        }
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * stride;
    }
}

void thimble_linear_paired_s8(const thimble_linear_paired_t *p, const int8_t *x, uint32_t rows, void *scratch,
                              int8_t *y)
{
    all_rows(p, x, rows, (uint32_t *)scratch, y, 8u);
}

void thimble_linear_paired_s16(const thimble_linear_paired_t *p, const int8_t *x, uint32_t rows, void *scratch,
                               int16_t *y)
{
    all_rows(p, x, rows, (uint32_t *)scratch, y, 16u);
}
