/*
 * Matrix products on the DSP extension with paired weights (docs/numerics.md, section 4): four rows and two outputs at
 * a time, 12 instructions for 16 multiply-accumulates.
 *
 * A 16-bit weight holds those of two outputs, 256 * b + a. Sums of products with it are 256 * B + A modulo 2^32; its
 * low byte, sign-extended, gives A, and the difference gives B, for the compiler has made sure that |B| < 2^23. So one
 * SXTB16 takes four weights apart where four bytes of one output would take two. The sums start at the biases a and
 * 256 * b + a.
 */
#include "pair_loop.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* The second output's sum from the first's and that of the pairs. */
static inline int32_t second_of(int32_t pair, int32_t first)
{
    return (int32_t)((uint32_t)pair - (uint32_t)first) >> 8;
}

static inline void pair_of_row(const thimble_linear_words_data *p, const uint32_t *x, uint32_t column, int32_t *sums)
{
    const uint32_t quads = thimble_quads(p->inputs);
    const int32_t *w = p->weight + (size_t)column * quads;
    int32_t s = 0;
    int32_t t = 0;
#if THIMBLE_DSP
    THIMBLE_PAIR_OF_ROW("ldrd %[a], %[b], [%[x]], #8\n\t"
                        "ldrd %[c], %[d], [%[w]], #8\n\t"
                        "smlad %[s], %[c], %[a], %[s]\n\t"
                        "sxtb16 %[c], %[c]\n\t"
                        "smlad %[s], %[d], %[b], %[s]\n\t"
                        "sxtb16 %[d], %[d]\n\t"
                        "smlad %[t], %[c], %[a], %[t]\n\t"
                        "smlad %[t], %[d], %[b], %[t]\n\t");
#else
    for (uint32_t i = 0; i < 2u * quads; i++) {
        s = thimble_dual_multiply_add((uint32_t)w[i], x[i], s);
        t = thimble_dual_multiply_add(thimble_bytes_02((uint32_t)w[i]), x[i], t);
    }
#endif
    sums[0] = t;
    sums[1] = second_of(s, t);
}

#if THIMBLE_DSP
#define START(t) "add r10, " t ", r10, lsl #8\n\t"
#define FINISH(t, s) \
    "sub " s ", " s ", " t "\n\t" \
    "asr " s ", " s ", #8\n\t"
#define COLUMNS_14 \
    "ldr r2, [r0], #4\n\t" \
    "ldrd r4, r5, [r1], #8\n\t" \
    "sxtb16 r3, r2\n\t" \
    "smlad r10, r2, r4, r10\n\t" \
    "smlad r6, r3, r4, r6\n\t" \
    "smlad r11, r2, r5, r11\n\t" \
    "smlad r7, r3, r5, r7\n\t" \
    "ldrd r4, r5, [r1], #8\n\t" \
    "smlad r12, r2, r4, r12\n\t" \
    "smlad r8, r3, r4, r8\n\t" \
    "smlad lr, r2, r5, lr\n\t" \
    "smlad r9, r3, r5, r9\n\t"
/* A row's products: pairs to s, first outputs to t. */
#define ROW_13(t, s) \
    "ldr r4, [r1], #4\n\t" \
    "smlad " s ", r2, r4, " s "\n\t" \
    "smlad " t ", r3, r4, " t "\n\t"
#define COLUMNS_13 \
    "ldr r2, [r0], #4\n\t" \
    "sxtb16 r3, r2\n\t" ROW_13("r5", "r10") ROW_13("r6", "r11") ROW_13("r7", "r12") ROW_13("r8", "lr")

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void pair_block_s8(const thimble_pair_frame_t *frame)
{
    thimble_pair_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile(THIMBLE_PAIR_LOOPS_S8(START, COLUMNS_14, 48, COLUMNS_13, 56, FINISH) THIMBLE_PAIR_OPERANDS);
}

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void pair_block_s16(const thimble_pair_frame_t *frame)
{
    thimble_pair_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile(THIMBLE_PAIR_LOOPS_S16(START, COLUMNS_14, 48, COLUMNS_13, 56, FINISH) THIMBLE_PAIR_OPERANDS);
}
#else
static inline void pair_block(const thimble_pair_frame_t *frame, uint32_t bits)
{
    thimble_pair_frame_t f = *frame;
    while (f.y != f.y_end) {
        const int32_t a = f.bias[0];
        const int32_t b = (int32_t)((uint32_t)a + ((uint32_t)f.bias[1] << 8));
        int32_t pair[4] = {b, b, b, b};
        int32_t first[4] = {a, a, a, a};
        for (const uint32_t *x = f.block; x != f.block_end; x += 4) {
            const uint32_t w = (uint32_t)*f.weight++;
            for (uint32_t row = 0; row < 4u; row++) {
                pair[row] = thimble_dual_multiply_add(w, x[row], pair[row]);
                first[row] = thimble_dual_multiply_add(thimble_bytes_02(w), x[row], first[row]);
            }
        }
        for (uint32_t row = 0; row < 4u; row++) {
            pair[row] = second_of(pair[row], first[row]);
        }
        thimble_pair_results(&f, first, pair, bits);
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
void thimble_linear_paired_s8(const thimble_linear_words_data *p, const int8_t *x, uint32_t rows, void *scratch,
                              int8_t *y)
{
    thimble_pair_rows(p, x, rows, (uint32_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_paired_s16(const thimble_linear_words_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int16_t *y)
{
    thimble_pair_rows(p, x, rows, (uint32_t *)scratch, y, 16u);
}
