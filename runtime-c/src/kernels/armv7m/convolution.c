/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Causal depthwise convolution on Armv7-M (docs/numerics.md, section 5): four rows at once, four taps in a round. The
 * loop goes over all output channels itself, for what it computes once has room in memory only.
 */
#include "convolution_rows.h"
#include "packed_loop.h"

#if THIMBLE_ARMV7M
/* What the loop keeps in memory. Taps before `weight` meet nothing but zeros. */
typedef struct {
    const int8_t *weight; /* the first tap that the channel needs */
    const int8_t *x;      /* row 0 of the input channel */
    const int32_t *bias;
    const int32_t *multiplier;
    int8_t *y;
    int8_t *y_end;    /* of the first row */
    uint32_t left;    /* output channels of this input channel */
    uint32_t group;   /* output channels of each */
    uint32_t taps;    /* bytes from a channel's weights to the next one's */
    uint32_t quads;   /* taps that rounds of four take */
    uint32_t rest;    /* taps after those */
    uint32_t missing; /* 0 ... 3 rows before the first, which are zeros, that the first tap meets */
    uint32_t oldest;  /* bytes to the row that it meets first, if none is missing, */
    uint32_t fourth;  /* and to the one that it meets last */
    uint32_t stride;
    uint32_t to_1; /* bytes from the first row of y to the others */
    uint32_t to_2;
    uint32_t to_3;
    uint32_t shift;
    int32_t zero_point;
} convolution_frame_t;

static inline convolution_frame_t frame_of(const thimble_convolution_data *p, const int8_t *x, uint32_t row, int8_t *y)
{
    const uint32_t taps = row + 4u < p->taps ? row + 4u : p->taps;
    const uint32_t missing = row + 1u < taps ? taps - row - 1u : 0;
    const uint32_t oldest = missing != 0 ? 0 : row + 1u - taps;
    const convolution_frame_t frame = {p->weight + (p->taps - taps),
                                       x,
                                       p->bias,
                                       p->multiplier,
                                       y,
                                       y + p->outputs,
                                       p->outputs / p->inputs,
                                       p->outputs / p->inputs,
                                       p->taps,
                                       taps & ~3u,
                                       taps % 4u,
                                       missing,
                                       oldest * p->inputs,
                                       (oldest + 3u - missing) * p->inputs,
                                       p->inputs,
                                       p->outputs,
                                       2u * p->outputs,
                                       3u * p->outputs,
                                       p->shift,
                                       p->zero_point};
    return frame;
}

/*
 * r0: the next tap's weight; r1: the value of the fourth row that it meets; r2: the weight; r3 ... r6: the values,
 * which move on by one with each tap; r7: the stride; r10 ... lr: sums.
 */
#define TAP(value, a, b, c, d, move) \
    "ldrsb r2, [r0], #1\n\t" \
    "ldrsb " d ", " value "\n\t" move \
    "mla r10, " a ", r2, r10\n\t" \
    "mla r11, " b ", r2, r11\n\t" \
    "mla r12, " c ", r2, r12\n\t" \
    "mla lr, " d ", r2, lr\n\t"
#define TWO_ROWS_ON "add r1, r1, r7, lsl #1\n\t"
#define FOUR_TAPS \
    TAP("[r1]", "r3", "r4", "r5", "r6", "") TAP("[r1, r7]", "r4", "r5", "r6", "r3", TWO_ROWS_ON) \
    TAP("[r1]", "r5", "r6", "r3", "r4", "") TAP("[r1, r7]", "r6", "r3", "r4", "r5", TWO_ROWS_ON)

/* The window where rows are missing that lie before the first: those are zeros. */
#define INCOMPLETE_WINDOW \
    "mov r3, #0\n\t" \
    "mov r5, #0\n\t" \
    "cmp r4, #2\n\t" \
    "mov.w r4, #0\n\t" \
    "bgt.w 7b\n\t" \
    "bne.n 9f\n\t" \
    "ldrsb r5, [r2]\n\t" \
    "b.w 7b\n" \
    "9:\n\t" \
    "ldrsb r4, [r2]\n\t" \
    "ldrsb r5, [r2, r7]\n\t" \
    "b.w 7b\n"

/* What is left of the taps, one by one. */
#define REST_OF_TAPS \
    "mov r8, r2\n\t" \
    ".balign 4\n" \
    "9:\n\t" TAP("[r1]", "r3", "r4", "r5", "r6", "add r1, r1, r7\n\t") \
    "mov r3, r4\n\t" \
    "mov r4, r5\n\t" \
    "mov r5, r6\n\t" \
    "subs r8, r8, #1\n\t" \
    "bne.n 9b\n\t" \
    "b.w 6b\n"

#define RESULTS \
    "ldr r8, %[multiplier]\n\t" \
    "ldr r2, %[weight]\n\t" \
    "ldr r3, %[taps]\n\t" \
    "ldr r5, %[zero_point]\n\t" \
    "ldr r4, [r8], #4\n\t" \
    "ldr r6, %[shift]\n\t" \
    "ldr r7, %[y]\n\t" \
    "str r8, %[multiplier]\n\t" \
    "add r2, r2, r3\n\t" \
    "str r2, %[weight]\n\t" \
    THIMBLE_PACKED_RESULT("r10", "r4", "#8") THIMBLE_PACKED_RESULT("r11", "r4", "#8") \
    THIMBLE_PACKED_RESULT("r12", "r4", "#8") THIMBLE_PACKED_RESULT("lr", "r4", "#8")

/* After the last output channel of an input channel the next one's turn comes. */
#define NEXT_CHANNEL \
    "ldr r2, %[left]\n\t" \
    "ldr r3, %[group]\n\t" \
    "ldr r4, %[x]\n\t" \
    "subs r2, r2, #1\n\t" \
    "itt eq\n\t" \
    "moveq r2, r3\n\t" \
    "addeq r4, r4, #1\n\t" \
    "str r2, %[left]\n\t" \
    "str r4, %[x]\n\t"

#define CHANNELS \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr r0, %[weight]\n\t" \
    "ldr r2, %[x]\n\t" \
    "ldr r3, %[oldest]\n\t" \
    "ldr r4, %[missing]\n\t" \
    "ldr r5, %[bias]\n\t" \
    "ldr r6, %[fourth]\n\t" \
    "ldr r7, %[stride]\n\t" \
    "ldr r8, %[quads]\n\t" \
    "ldr r10, [r5], #4\n\t" \
    "add r1, r2, r3\n\t" \
    "str r5, %[bias]\n\t" \
    "cmp r4, #0\n\t" \
    "bne.w 4f\n\t" \
    "ldrsb r3, [r1]\n\t" \
    "ldrsb r4, [r1, r7]\n\t" \
    "ldrsb r5, [r1, r7, lsl #1]\n" \
    "7:\n\t" \
    "add r1, r2, r6\n\t" \
    "mov r11, r10\n\t" \
    "mov r12, r10\n\t" \
    "mov lr, r10\n\t" \
    "add r8, r8, r0\n\t" \
    "cmp r0, r8\n\t" \
    "beq.n 5f\n\t" \
    ".balign 4\n" \
    "2:\n\t" FOUR_TAPS \
    "cmp r0, r8\n\t" \
    "bne.n 2b\n" \
    "5:\n\t" \
    "ldr r2, %[rest]\n\t" \
    "cmp r2, #0\n\t" \
    "bne.w 3f\n" \
    "6:\n\t" RESULTS NEXT_CHANNEL THIMBLE_PACKED_STORE("strb", "#1") \
    "bne.w 1b\n\t" \
    "b.w 8f\n" \
    "4:\n\t" INCOMPLETE_WINDOW \
    "3:\n\t" REST_OF_TAPS \
    "8:\n\t"

THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_convolution_block(const thimble_convolution_data *p,
                                                                        const int8_t *x, uint32_t row, int8_t *y)
{
    convolution_frame_t f = frame_of(p, x, row, y);
    __asm__ volatile(CHANNELS
                     : [weight] "+m"(f.weight), [x] "+m"(f.x), [bias] "+m"(f.bias), [multiplier] "+m"(f.multiplier),
                       [y] "+m"(f.y), [left] "+m"(f.left)
                     : [group] "m"(f.group), [taps] "m"(f.taps), [quads] "m"(f.quads), [rest] "m"(f.rest),
                       [missing] "m"(f.missing), [oldest] "m"(f.oldest), [fourth] "m"(f.fourth),
                       [stride] "m"(f.stride), [y_end] "m"(f.y_end), [to_1] "m"(f.to_1), [to_2] "m"(f.to_2),
                       [to_3] "m"(f.to_3), [shift] "m"(f.shift), [zero_point] "m"(f.zero_point)
                     : THIMBLE_ALL_BUT_R9);
}
#else
#include "convolution_window.h"
#endif

THIMBLE_SHARED
void thimble_convolution_s8(const thimble_convolution_data *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    (void)scratch;
    thimble_convolution_rows(p, x, first, rows, y);
}
