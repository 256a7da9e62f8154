/*
 * Matrix products on the DSP extension with weights that are widened to 16 bits beforehand (docs/numerics.md, section
 * 4): four rows and two outputs at a time, 11 instructions for 16 multiply-accumulates, for twice the flash.
 */
#include "pair_loop.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

static inline void pair_of_row(const thimble_linear_words_data *p, const uint32_t *x, uint32_t column, int32_t *sums)
{
    const uint32_t quads = thimble_quads(p->inputs);
    const int32_t *w = p->weight + (size_t)column * 2u * quads;
    int32_t s = 0;
    int32_t t = 0;
#if THIMBLE_DSP
    THIMBLE_PAIR_OF_ROW("ldrd %[a], %[b], [%[x]], #8\n\t"
                        "ldrd %[c], %[d], [%[w]], #8\n\t"
                        "smlad %[s], %[c], %[a], %[s]\n\t"
                        "smlad %[t], %[d], %[a], %[t]\n\t"
                        "ldrd %[c], %[d], [%[w]], #8\n\t"
                        "smlad %[s], %[c], %[b], %[s]\n\t"
                        "smlad %[t], %[d], %[b], %[t]\n\t");
#else
    for (uint32_t i = 0; i < 2u * quads; i++) {
        s = thimble_dual_multiply_add((uint32_t)*w++, x[i], s);
        t = thimble_dual_multiply_add((uint32_t)*w++, x[i], t);
    }
#endif
    sums[0] = s;
    sums[1] = t;
}

#if THIMBLE_DSP
#define START(t)
#define FINISH(t, s)
#define COLUMNS_14 \
    "ldrd r2, r3, [r0], #8\n\t" \
    "ldrd r4, r5, [r1], #8\n\t" \
    "smlad r6, r2, r4, r6\n\t" \
    "smlad r10, r3, r4, r10\n\t" \
    "smlad r7, r2, r5, r7\n\t" \
    "smlad r11, r3, r5, r11\n\t" \
    "ldrd r4, r5, [r1], #8\n\t" \
    "smlad r8, r2, r4, r8\n\t" \
    "smlad r12, r3, r4, r12\n\t" \
    "smlad r9, r2, r5, r9\n\t" \
    "smlad lr, r3, r5, lr\n\t"
/* A row's products with the two outputs. */
#define ROW_13(t, s) \
    "ldr r4, [r1], #4\n\t" \
    "smlad " t ", r2, r4, " t "\n\t" \
    "smlad " s ", r3, r4, " s "\n\t"
#define COLUMNS_13 \
    "ldrd r2, r3, [r0], #8\n\t" ROW_13("r5", "r10") ROW_13("r6", "r11") ROW_13("r7", "r12") ROW_13("r8", "lr")

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void pair_block_s8(const thimble_pair_frame_t *frame)
{
    thimble_pair_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile(THIMBLE_PAIR_LOOPS_S8(START, COLUMNS_14, 44, COLUMNS_13, 52, FINISH) THIMBLE_PAIR_OPERANDS);
}

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void pair_block_s16(const thimble_pair_frame_t *frame)
{
    thimble_pair_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile(THIMBLE_PAIR_LOOPS_S16(START, COLUMNS_14, 44, COLUMNS_13, 52, FINISH) THIMBLE_PAIR_OPERANDS);
}
#else
static inline void pair_block(const thimble_pair_frame_t *frame, uint32_t bits)
{
    thimble_pair_frame_t f = *frame;
    while (f.y != f.y_end) {
        int32_t first[4] = {f.bias[0], f.bias[0], f.bias[0], f.bias[0]};
        int32_t second[4] = {f.bias[1], f.bias[1], f.bias[1], f.bias[1]};
        for (const uint32_t *x = f.block; x != f.block_end; x += 4) {
            for (uint32_t row = 0; row < 4u; row++) {
                first[row] = thimble_dual_multiply_add((uint32_t)f.weight[0], x[row], first[row]);
                second[row] = thimble_dual_multiply_add((uint32_t)f.weight[1], x[row], second[row]);
            }
            f.weight += 2;
        }
        thimble_pair_results(&f, first, second, bits);
    }
}

static void pair_block_s8(const thimble_pair_frame_t *frame)
{
    pair_block(frame, 8u);
}

static void pair_block_s16(const thimble_pair_frame_t *frame)
{
    pair_block(frame, 16u);
}
#endif

#include "pair_rows.h"

THIMBLE_SHARED
void thimble_linear_widened_s8(const thimble_linear_words_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int8_t *y)
{
    thimble_pair_rows(p, x, rows, (uint32_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_widened_s16(const thimble_linear_words_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                int16_t *y)
{
    thimble_pair_rows(p, x, rows, (uint32_t *)scratch, y, 16u);
}
