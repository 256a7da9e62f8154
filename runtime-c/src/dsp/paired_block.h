/*
 * Thimble runtime: 2 ... 4 rows by two outputs at a time with paired weights (linear_paired.c).
 *
 * The sums start at the biases a and 256 * b + a. The loop over columns takes 16 quads at a time and is entered in the
 * middle where the number of quads is no multiple of that, so that nothing is left over. It needs 8 sums, 4 operands
 * and 2 pointers, all 14 registers that a core has; what goes with an output waits in memory.
 */
#ifndef THIMBLE_PAIRED_BLOCK_H
#define THIMBLE_PAIRED_BLOCK_H

#include "dot.h"

/* What the loop keeps in memory. */
typedef struct {
    const int16_t *weight;
    const uint32_t *block;
    const uint32_t *block_end;
    const int32_t *bias;
    const int32_t *multiplier;
    int8_t *y;
    int8_t *y_end; /* of the first row; at least one pair of outputs on */
    uint32_t skipped; /* quads; see dot.h */
    struct {
        int32_t zero_point;
        int32_t first; /* bytes from each row of y to the next; 0 where it is the same */
    } step_0;
    struct {
        int32_t second;
        int32_t third;
    } step_1;
} thimble_paired_frame_t;

#if THIMBLE_DSP
/* r0: weights; r1: rows; r2 ... r5: operands; r6 ... r9: sums of the first output; r10 ... lr: sums of the pairs. */
#define THIMBLE_PAIRED_COLUMNS \
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
#define THIMBLE_PAIRED_QUAD THIMBLE_PAIRED_COLUMNS THIMBLE_PAIRED_COLUMNS
#define THIMBLE_PAIRED_QUADS THIMBLE_PAIRED_QUAD THIMBLE_PAIRED_QUAD THIMBLE_PAIRED_QUAD THIMBLE_PAIRED_QUAD

/* The sums T and S of a row as two results: T and (S - T) / 256, times r4 and r5, plus r3, at r2. */
#define THIMBLE_PAIRED_RESULTS(t, s, bits, store, first, second) \
    "sub " s ", " s ", " t "\n\t" \
    "smmlar " t ", " t ", r4, r3\n\t" \
    "asr " s ", " s ", #8\n\t" \
    "ssat " t ", " bits ", " t "\n\t" \
    "smmlar " s ", " s ", r5, r3\n\t" store " " t ", " first "\n\t" \
    "ssat " s ", " bits ", " s "\n\t" store " " s ", " second "\n\t"

#define THIMBLE_PAIRED_LOOP(bits, store, next, first, second) \
    "ldr r0, %[weight]\n" \
    "1:\n\t" \
    "ldr r2, %[bias]\n\t" \
    "ldrd r6, r10, [r2], #8\n\t" \
    "str r2, %[bias]\n\t" \
    "add r10, r6, r10, lsl #8\n\t" \
    "mov r7, r6\n\t" \
    "mov r8, r6\n\t" \
    "mov r9, r6\n\t" \
    "mov r11, r10\n\t" \
    "mov r12, r10\n\t" \
    "mov lr, r10\n\t" \
    "ldr r1, %[block]\n\t" \
    "ldr r2, %[skipped]\n\t" THIMBLE_ENTER_16(48) \
    "2:\n\t" THIMBLE_PAIRED_QUADS THIMBLE_PAIRED_QUADS THIMBLE_PAIRED_QUADS THIMBLE_PAIRED_QUADS \
    "ldr r2, %[block_end]\n\t" \
    "cmp r1, r2\n\t" \
    "bne.w 2b\n\t" \
    "ldr r2, %[multiplier]\n\t" \
    "ldrd r4, r5, [r2], #8\n\t" \
    "str r2, %[multiplier]\n\t" \
    "ldrd r3, r1, %[step_0]\n\t" \
    "ldr r2, %[y]\n\t" THIMBLE_PAIRED_RESULTS("r6", "r10", bits, store, next, next) \
    "str r2, %[y]\n\t" \
    "ldr r6, %[y_end]\n\t" \
    "cmp r2, r6\n\t" \
    "ldrd r6, r10, %[step_1]\n\t" \
    "add r2, r2, r1\n\t" THIMBLE_PAIRED_RESULTS("r7", "r11", bits, store, first, second) \
    "add r2, r2, r6\n\t" THIMBLE_PAIRED_RESULTS("r8", "r12", bits, store, first, second) \
    "add r2, r2, r10\n\t" THIMBLE_PAIRED_RESULTS("r9", "lr", bits, store, first, second) \
    "bne.w 1b\n\t"

#define THIMBLE_PAIRED_OPERANDS \
    : [bias] "+m"(f.bias), [multiplier] "+m"(f.multiplier), [y] "+m"(f.y) \
    : [skipped] "m"(f.skipped), [weight] "m"(f.weight), [block] "m"(f.block), [block_end] "m"(f.block_end), [y_end] "m"(f.y_end), \
      [step_0] "m"(f.step_0), [step_1] "m"(f.step_1) \
    : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr", "cc", "memory"

/* Results of 8 bits; the frame is copied to where the stack pointer reaches it. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_paired_block_s8(const thimble_paired_frame_t *frame)
{
    thimble_paired_frame_t f = *frame;
    __asm__ volatile(THIMBLE_PAIRED_LOOP("#8", "strb", "[r2], #1", "[r2, #-2]", "[r2, #-1]")
                     THIMBLE_PAIRED_OPERANDS);
}

/* Results of 16 bits. */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_paired_block_s16(const thimble_paired_frame_t *frame)
{
    thimble_paired_frame_t f = *frame;
    __asm__ volatile(THIMBLE_PAIRED_LOOP("#16", "strh", "[r2], #2", "[r2, #-4]", "[r2, #-2]")
                     THIMBLE_PAIRED_OPERANDS);
}
#else
/* The pair of results of each row, where the sums are those of the four rows. */
static inline void thimble_paired_results(const thimble_paired_frame_t *f, const int32_t *pair, const int32_t *first,
                                          uint32_t bits)
{
    const int32_t steps[4] = {0, f->step_0.first, f->step_1.second, f->step_1.third};
    int8_t *to = f->y;
    for (uint32_t row = 0; row < 4u; row++) {
        const int32_t second = (int32_t)((uint32_t)pair[row] - (uint32_t)first[row]) >> 8;
        to += steps[row];
        thimble_store(to, 0, bits, thimble_requantized(first[row], 0, f->multiplier[0], f->step_0.zero_point));
        thimble_store(to, 1, bits, thimble_requantized(second, 0, f->multiplier[1], f->step_0.zero_point));
    }
}

static inline void thimble_paired_block(const thimble_paired_frame_t *frame, uint32_t bits)
{
    thimble_paired_frame_t f = *frame;
    for (; f.y != f.y_end; f.y += bits / 4u) {
        const int32_t a = f.bias[0];
        const int32_t b = (int32_t)((uint32_t)a + ((uint32_t)f.bias[1] << 8));
        int32_t pair[4] = {b, b, b, b};
        int32_t first[4] = {a, a, a, a};
        for (const uint32_t *x = f.block; x != f.block_end; x += 4) {
            const uint32_t w = thimble_halves(f.weight[0], f.weight[1]);
            for (uint32_t row = 0; row < 4u; row++) {
                pair[row] = thimble_dual_multiply_add(w, x[row], pair[row]);
                first[row] = thimble_dual_multiply_add(thimble_bytes_02(w), x[row], first[row]);
            }
            f.weight += 2;
        }
        thimble_paired_results(&f, pair, first, bits);
        f.bias += 2;
        f.multiplier += 2;
    }
}

static void thimble_paired_block_s8(const thimble_paired_frame_t *frame)
{
    thimble_paired_block(frame, 8u);
}

static void thimble_paired_block_s16(const thimble_paired_frame_t *frame)
{
    thimble_paired_block(frame, 16u);
}
#endif

#endif
