/*
 * Thimble runtime: all rows of a matrix product whose weights lie in words (thimble_linear_words_data).
 *
 * The file that includes this has defined
 *
 *   pair_of_row(p, x, column, sums)   sums of the outputs `column` (even) and column + 1 of one row, whose words lie
 *                                     one after another
 *   pair_block_s8(frame)              the results of 3 or 4 packed rows (pair_loop.h), of 8 bits
 *   pair_block_s16(frame)             the same of 16 bits
 */
#ifndef THIMBLE_PAIR_ROWS_H
#define THIMBLE_PAIR_ROWS_H

#include "pair_loop.h"

/* Widens one row to words of its own. */
static void thimble_widen_row(const int8_t *x, uint32_t columns, uint32_t *to)
{
    for (uint32_t i = 0; i < columns; i += 4u) {
        const uint32_t word = columns - i >= 4u ? thimble_load_word(x + i) : thimble_load_bytes(x + i, columns - i);
        *to++ = thimble_bytes_02(word);
        *to++ = thimble_bytes_13(word);
    }
}

/* One row, from an even output on. */
THIMBLE_INLINED void thimble_pair_row(const thimble_linear_words_data *p, const uint32_t *x, uint32_t from, void *y,
                                      uint32_t bits)
{
    for (uint32_t column = from; column < p->outputs; column++) {
        int32_t sums[2];
        pair_of_row(p, x, column, sums);
        thimble_store(y, column, bits,
                      thimble_requantized(sums[0] + p->bias[column], 0, p->multiplier[column], p->zero_point));
        column++;
        if (column < p->outputs) {
            thimble_store(y, column, bits,
                          thimble_requantized(sums[1] + p->bias[column], 0, p->multiplier[column], p->zero_point));
        }
    }
}

/* Packs four rows, of which those that are missing are the last one again. */
static void thimble_pair_pack(const thimble_linear_words_data *p, const int8_t *x, uint32_t rows, uint32_t *packed)
{
    for (uint32_t row = 0; row < 4u; row++) {
        thimble_pack_row(x + (size_t)(row < rows ? row : rows - 1u) * p->inputs, p->inputs, row, packed);
    }
}

/* 3 or 4 packed rows, all pairs of outputs. */
THIMBLE_INLINED void thimble_pair_block(const thimble_linear_words_data *p, const uint32_t *packed, uint32_t rows,
                                        int8_t *y, uint32_t bits)
{
    const uint32_t quads = thimble_quads(p->inputs);
    const uint32_t bytes = bits / 8u;
    const int32_t step = (int32_t)(p->outputs * bytes);
    const thimble_pair_frame_t frame = {p->weight,
                                        packed,
                                        packed + (size_t)quads * THIMBLE_QUAD_WORDS,
                                        p->bias,
                                        p->multiplier,
                                        y,
                                        y + (size_t)(p->outputs / 2u * 2u) * bytes,
                                        thimble_skipped(quads),
                                        {p->zero_point, step},
                                        {step, rows > 3u ? step : 0}};
    if (bits == 8u) {
        pair_block_s8(&frame);
    } else {
        pair_block_s16(&frame);
    }
}

/* All rows; `packed` has room for four of them. */
THIMBLE_INLINED void thimble_pair_rows(const thimble_linear_words_data *p, const int8_t *x, uint32_t rows,
                                       uint32_t *packed, void *y, uint32_t bits)
{
    const uint32_t stride = p->outputs * (bits / 8u);
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        uint32_t done = 0;
        /* Two rows cost less one by one than as a block of four. */
        if (here > 2u && p->outputs > 1u) {
            thimble_pair_pack(p, x, here, packed);
            thimble_pair_block(p, packed, here, to, bits);
            done = p->outputs / 2u * 2u;
        }
        for (uint32_t row = 0; row < here && done < p->outputs; row++) {
            thimble_widen_row(x + (size_t)row * p->inputs, p->inputs, packed);
            thimble_pair_row(p, packed, done, to + (size_t)row * stride, bits);
        }
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * stride;
    }
}

#endif
