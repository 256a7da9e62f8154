/* SPDX-License-Identifier: Apache-2.0 */
/*
 * softmax(q . k^T) . v on Helium (docs/numerics.md, section 7): sixteen query rows at a time, so that transposing the
 * columns of v is shared by many.
 *
 * Scratch, where T is `tokens` rounded up to a multiple of 16:
 *
 *   16 T bytes   the scores of two query rows, words; then sixteen columns of v
 *   two query rows and THIMBLE_TILES_BYTES
 *   T bytes for each query row, of which there is an even number: their weights, pairs of rows side by side
 */
#include "softmax_weights.h"
#include "thimble/kernels.h"
#include "tile.h"
#include "transpose_values.h"
#include "weighted_sums.h"

#define ROWS 16u
#define PAIRS (ROWS / 2u)

/* How the weighted sums of a row become results. */
typedef struct {
    int32_t offset; /* added to a shifted sum: -128 times the sum of weights, for what is summed is v + 128 */
    int32_t multiplier;
} row_t;

/* One head: the parameters, k and v from its first column on, and what follows from the number of tokens. */
typedef struct {
    const thimble_attention_data *p;
    const int8_t *k;
    const int8_t *v;
    uint32_t tokens;
    uint32_t tiles;           /* tokens of a quarter */
    uint32_t padded;          /* T */
    uint32_t width;           /* of the head */
    thimble_masks_t masks;    /* where T is not the number of tokens */
    uint8_t *transposed;      /* scratch, in the order given above */
    int8_t *pair;
    uint8_t *weights;
} head_t;

/* The row's weights in their places, and what its weighted sums need. */
static row_t softmax_row(const head_t *h, const int32_t *scores, int32_t greatest, uint8_t *weights)
{
    thimble_softmax_weights(h->p, scores, h->tiles, greatest, weights);
    if (h->padded != h->tokens) {
        thimble_mask_weights(weights, h->masks.first);
        thimble_mask_weights(weights + (h->tiles - 1u) / 4u * 32u, h->masks.last);
    }
    const uint32_t total = thimble_sum_weights(weights, h->tiles);
    const row_t row = {thimble_shift_left(-128 * (int32_t)total, h->p->shift), (int32_t)(h->p->numerator / total)};
    return row;
}

/* The weights of up to 16 query rows. */
static void softmax_rows(const head_t *h, const int8_t *q, uint32_t rows, row_t *row)
{
    int32_t *const scores = (int32_t *)(void *)h->transposed;
    uint8_t *weights = h->weights;
    thimble_tiles_t *const tiles = thimble_tiles(h->pair, h->k, h->p->width, h->tokens, h->width, scores);
    for (uint32_t first = 0; first < rows; first += 2u) {
        const int8_t *const second = first + 1u < rows ? q + h->p->width : q;
        int32_t greatest[2];
        thimble_take_rows(tiles, q, second, h->pair);
        tiles->sums = scores;
        thimble_run_tiles(tiles);
        thimble_row_maxima(scores, h->tiles, greatest);
        row[first] = softmax_row(h, scores, greatest[0], weights);
        row[first + 1u] = softmax_row(h, scores + 4, greatest[1], weights + 16);
        weights += 2u * h->padded;
        q += 2u * (size_t)h->p->width;
    }
}

/*
 * Up to 16 results of each row, one or more rows; a row's sums lie four by four, PAIRS tiles apart. A sum that is
 * shifted may wrap before the offset brings it back: the difference has 32 bits.
 */
static THIMBLE_NO_FRAME void store(const thimble_attention_data *p, const row_t *row, uint32_t rows,
                                   const int32_t *sums, uint32_t count, int8_t *y)
{
#if THIMBLE_MVE
    const int32_t *others = sums + 2u * PAIRS * THIMBLE_TILE_SUMS;
    int32_t offset;
    int32_t multiplier;
    __asm__ volatile("vctp.8 %9\n vdup.32 q4, %8\n dls lr, %7\n"
                     "1: ldrd %4, %5, [%0], #8\n vldrw.u32 q0, [%1, #256]\n vdup.32 q5, %5\n vldrw.u32 q1, [%2, #256]\n"
                     "vmlas.u32 q0, q4, %4\n vldrw.u32 q2, [%1], #16\n vmlas.u32 q1, q4, %4\n vldrw.u32 q3, [%2], #16\n"
                     "vmlas.u32 q2, q4, %4\n vmlas.u32 q3, q4, %4\n"
                     "vrmulh.s32 q0, q0, q5\n vrmulh.s32 q1, q1, q5\n vrmulh.s32 q2, q2, q5\n vrmulh.s32 q3, q3, q5\n"
                     "vqmovnb.s32 q0, q0\n vqmovnb.s32 q2, q2\n vqmovnt.s32 q0, q1\n vqmovnt.s32 q2, q3\n"
                     "vqadd.s16 q0, q0, %6\n vqadd.s16 q2, q2, %6\n vqmovnb.s16 q2, q2\n vqmovnt.s16 q2, q0\n"
                     "vpst\n vstrbt.8 q2, [%3]\n add %3, %3, %10\n le lr, 1b\n"
                     : "+r"(row), "+r"(sums), "+r"(others), "+r"(y), "=&r"(offset), "=&r"(multiplier)
                     : "r"(p->zero_point), "r"(rows), "r"(UINT32_C(1) << p->shift), "r"(count), "r"(p->width)
                     : "lr", "memory", "q0", "q1", "q2", "q3", "q4", "q5");
#else
    for (uint32_t i = 0; i < rows * count; i++) {
        const uint32_t column = i % count;
        const uint32_t sum = (uint32_t)sums[column % 4u * PAIRS * THIMBLE_TILE_SUMS + i / count * 4u + column / 4u];
        const int32_t shifted = (int32_t)((sum << p->shift) + (uint32_t)row[i / count].offset);
        y[(size_t)(i / count) * p->width + column] =
            thimble_saturate_8(thimble_mul_high_add(shifted, row[i / count].multiplier, p->zero_point));
    }
#endif
}

/* The results of up to 16 query rows in up to 16 columns. */
static void attend_columns(const head_t *h, uint32_t rows, uint32_t columns, const row_t *row, int8_t *y)
{
    int32_t sums[4u * PAIRS * THIMBLE_TILE_SUMS];
    const thimble_weighted_t x = {h->weights, h->transposed, h->padded / 16u, (rows + 1u) / 2u,
                                  PAIRS * THIMBLE_TILE_SUMS};
    thimble_weighted_sums(&x, sums);
    store(h->p, row, rows, sums, columns, y);
}

/* Up to 16 query rows. */
static void attend(const head_t *h, const int8_t *q, uint32_t rows, int8_t *y)
{
    row_t row[ROWS];
    const thimble_transposed_t transposed = {h->transposed, 4u * h->padded};
    softmax_rows(h, q, rows, row);
    for (uint32_t column = 0; column < h->width; column += THIMBLE_VALUE_COLUMNS) {
        thimble_values_t v = {{h->v, h->v, h->v, h->v},
                              h->p->width,
                              thimble_lesser(h->width - column, THIMBLE_VALUE_COLUMNS),
                              h->tiles};
        for (uint32_t i = 0; i < THIMBLE_QUARTERS; i++) {
            v.quarter[i] += (size_t)thimble_quarter_start(i, h->tokens) * h->p->width + column;
        }
        thimble_transpose_values(&v, &transposed);
        attend_columns(h, rows, v.columns, row, y + column);
    }
}

THIMBLE_SHARED
void thimble_attention_s8(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y)
{
    const uint32_t padded = (tokens + 15u) / 16u * 16u;
    uint8_t *const transposed = (uint8_t *)scratch;
    uint8_t *const pair = transposed + (size_t)THIMBLE_VALUE_COLUMNS * padded;
    const uint32_t width = p->width / p->heads;
    head_t h = {p,
                k,
                v,
                tokens,
                thimble_quarter(tokens),
                padded,
                width,
                {{0}, {0}},
                transposed,
                (int8_t *)pair,
                pair + (width + 15u) / 16u * 32u + THIMBLE_TILES_BYTES};
    if (padded != tokens) {
        h.masks = thimble_masks(tokens);
    }
    for (uint32_t from = 0; from < p->width; from += width) {
        h.k = k + from;
        h.v = v + from;
        for (uint32_t first = 0; first < rows; first += ROWS) {
            const size_t at = (size_t)first * p->width + from;
            attend(&h, q + at, thimble_lesser(rows - first, ROWS), y + at);
        }
    }
}
