/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the weights of attention scores on Helium (docs/numerics.md, section 7). */
#ifndef THIMBLE_SOFTMAX_WEIGHTS_H
#define THIMBLE_SOFTMAX_WEIGHTS_H

#include "softmax.h"
#include "tile.h"

/*
 * The scores of two query rows are those of tiles: four tokens, one of each quarter, for each row in turn. Weights stay
 * in an order that needs no shuffling, sixteen for four tiles: that of thimble_weight_place, in which v is transposed
 * as well. Where the number of tokens is no multiple of 16, some places hold a token twice or none: their weights are
 * 0.
 */

/* Where the weight of a quarter's token lies among those of a row. */
static inline uint32_t thimble_weight_place(uint32_t quarter, uint32_t tile)
{
    return tile / 2u * 8u + quarter * 2u + tile % 2u;
}

/* The greatest score of each of two rows. */
static inline void thimble_row_maxima(const int32_t *scores, uint32_t tiles, int32_t *greatest)
{
#if THIMBLE_MVE
    int32_t first = INT32_MIN;
    int32_t second = INT32_MIN;
    __asm__ volatile("vdup.32 q2, %1\n vdup.32 q3, %1\n dls lr, %3\n"
                     "1: vldrw.32 q0, [%0], #16\n vmax.s32 q2, q2, q0\n vldrw.32 q1, [%0], #16\n vmax.s32 q3, q3, q1\n"
                     "le lr, 1b\n vmaxv.s32 %1, q2\n vmaxv.s32 %2, q3\n"
                     : "+r"(scores), "+r"(first), "+r"(second)
                     : "r"(tiles)
                     : "lr", "memory", "q0", "q1", "q2", "q3");
    greatest[0] = first;
    greatest[1] = second;
#else
    greatest[0] = scores[0];
    greatest[1] = scores[4];
    for (uint32_t i = 0; i < tiles * THIMBLE_TILE_SUMS; i++) {
        int32_t *const row = &greatest[i / 4u % 2u];
        *row = scores[i] > *row ? scores[i] : *row;
    }
#endif
}

/*
 * The weights of one row's scores, which lie 32 bytes apart four by four; 16 weights every 32 bytes. What is in tiles
 * beyond the last becomes anything, and so do weights of tokens that are there twice.
 *
 * Scores are narrowed to 16 bits when they are how far below the greatest: saturating at 32767 makes 0 of the weight as
 * it was. The number of halvings saturates once more, at 128 places to the right.
 */
static inline void thimble_softmax_weights(const thimble_attention_data *p, const int32_t *scores, uint32_t tiles,
                                           int32_t greatest, uint8_t *weights)
{
#if THIMBLE_MVE
    const int32_t factor = -(int32_t)(UINT32_C(1) << p->exponent_shift);
    const int32_t top = thimble_shift_left(greatest, p->exponent_shift);
#define THIMBLE_BELOW(q, from) "vldrw.u32 " q ", " from "\n vmlas.u32 " q ", q4, %5\n vrmulh.s32 " q ", " q ", q5\n"
#define THIMBLE_EIGHT_WEIGHTS(q, to) \
    "vmovlb.u8 q3, " q "\n vshr.u16 " q ", " q ", #8\n vldrh.u16 q2, [%4, q3, uxtw #1]\n vqsub.s8 " q ", q6, " q "\n" \
    "vrshl.u16 " q ", q2, " q "\n vstrb.16 " q ", " to "\n"
    __asm__ volatile("vdup.32 q4, %2\n vdup.32 q5, %3\n vmov.i16 q6, #0x00f8\n dls lr, %6\n"
                     "1:\n" THIMBLE_BELOW("q0", "[%0]") THIMBLE_BELOW("q1", "[%0, #32]")
                     "vqmovnb.s32 q0, q0\n vqmovnt.s32 q0, q1\n"
                     THIMBLE_BELOW("q1", "[%0, #64]") THIMBLE_BELOW("q2", "[%0, #96]")
                     "vqmovnb.s32 q1, q1\n vqmovnt.s32 q1, q2\n add %0, %0, #128\n"
                     THIMBLE_EIGHT_WEIGHTS("q0", "[%1]") THIMBLE_EIGHT_WEIGHTS("q1", "[%1, #8]")
                     "add %1, %1, #32\n le lr, 1b\n"
                     : "+r"(scores), "+l"(weights)
                     : "r"(factor), "r"(p->exponent_multiplier), "r"(thimble_exp2), "r"(top), "r"((tiles + 3u) / 4u)
                     : "lr", "memory", "q0", "q1", "q2", "q3", "q4", "q5", "q6");
#else
    for (uint32_t i = 0; i < 4u * tiles; i++) {
        const uint32_t place = thimble_weight_place(i % 4u, i / 4u);
        const int32_t score = scores[i / 4u * THIMBLE_TILE_SUMS + i % 4u];
        weights[place / 16u * 32u + place % 16u] = (uint8_t)thimble_weight(p, greatest, score);
    }
#endif
}

/* 255 for the places of tokens in the first and the last 16 of a row, 0 for the others. */
typedef struct {
    uint8_t first[16];
    uint8_t last[16];
} thimble_masks_t;

static inline thimble_masks_t thimble_masks(uint32_t tokens)
{
    const uint32_t length = thimble_quarter(tokens);
    const uint32_t last = (length - 1u) / 4u * 4u;
    thimble_masks_t masks;
    memset(&masks, 0, sizeof masks);
    for (uint32_t i = 0; i < 16u; i++) {
        const uint32_t quarter = i % 4u;
        /* So many of a quarter's tokens belong to the quarter before it. */
        const uint32_t before = quarter * length - thimble_quarter_start(quarter, tokens);
        const uint32_t first_tile = i / 4u;
        const uint32_t last_tile = last + i / 4u;
        masks.first[thimble_weight_place(quarter, i / 4u)] = first_tile >= before && first_tile < length ? 255u : 0;
        masks.last[thimble_weight_place(quarter, i / 4u)] = last_tile >= before && last_tile < length ? 255u : 0;
    }
    return masks;
}

/* Makes 0 of what is not a weight among 16. */
static inline void thimble_mask_weights(uint8_t *weights, const uint8_t *masks)
{
#if THIMBLE_MVE
    __asm__ volatile("vldrb.8 q0, [%0]\n vldrb.8 q1, [%1]\n vand q0, q0, q1\n vstrb.8 q0, [%0]\n"
                     :
                     : "r"(weights), "r"(masks)
                     : "memory", "q0", "q1");
#else
    for (uint32_t i = 0; i < 16u; i++) {
        weights[i] &= masks[i];
    }
#endif
}

/* The sum of a row's weights. */
static inline uint32_t thimble_sum_weights(const uint8_t *weights, uint32_t tiles)
{
    uint32_t sum = 0;
#if THIMBLE_MVE
    __asm__ volatile("dls lr, %2\n 1: vldrb.8 q0, [%0], #32\n vaddva.u8 %1, q0\n le lr, 1b\n"
                     : "+r"(weights), "+Te"(sum)
                     : "r"((tiles + 3u) / 4u)
                     : "lr", "memory", "q0");
#else
    for (uint32_t i = 0; i < (tiles + 3u) / 4u * 16u; i++) {
        sum += weights[i / 16u * 32u + i % 16u];
    }
#endif
    return sum;
}

#endif
