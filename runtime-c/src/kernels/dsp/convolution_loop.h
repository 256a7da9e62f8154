/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: a few channels of a convolution on the DSP extension, four rows at a time (convolution.c).
 *
 * A strip holds words (t, t + 2) of values of one channel, for consecutive t. Of four taps w, SXTB16 makes the words
 * (0, 2) and (1, 3); the first meets words i, i + 1, i + 2 and i + 3 of the strip for the four rows, the second words
 * i + 1 ... i + 4, of which the last is the first of the next four taps: 12 instructions for 16 multiply-accumulates.
 * The loop takes 8 such steps at a time and is entered in the middle where their number is no multiple of that.
 */
#ifndef THIMBLE_CONVOLUTION_LOOP_H
#define THIMBLE_CONVOLUTION_LOOP_H

#include "dot.h"

typedef struct {
    const int8_t *weight; /* of the first channel, from the first tap on that meets values */
    const int8_t *weight_end; /* taps % 4 == 0 */
    const uint32_t *strip;
    struct {
        const int32_t *bias;
        const int32_t *multiplier;
    } channel;
    int32_t bias;
    uint32_t skipped; /* steps of the loop's 8 that its first round leaves out */
    struct {
        uint32_t shift;
        int32_t zero_point;
    } result;
    struct {
        int32_t multiplier;
        int8_t *y;
    } to;
    struct {
        uint32_t first; /* bytes from the first of four rows of y to the others, which may be the same */
        uint32_t second;
    } rows_1;
    struct {
        uint32_t third;
        int32_t back; /* bytes from the end of a strip to the first word for the next four rows */
    } rows_3;
    struct {
        uint32_t next; /* bytes from four rows of y to the next four */
        int8_t *y_end; /* four rows on at least */
    } last;
    uint32_t channels; /* 1 or more */
    uint32_t taps;
    struct {
        int32_t strip; /* bytes from the end of a channel's strip to the next one's, which may be the same again */
        int32_t y;     /* bytes from y_end to the next channel's results */
    } turn;
} thimble_convolution_frame_t;

#if THIMBLE_DSP
/*
 * r0: weights; r1: strip; r2, r3: four weights, widened. The sums s0 ... s3 are r9 ... r12 while lr keeps the end of
 * the weights, or where r9 is reserved r10, r11, r12 and lr. One step has the first word of the strip in r7 and leaves
 * that of the next in r8, the other the other way round.
 */
#define THIMBLE_STEP(first, loaded, last, s0, s1, s2, s3) \
    "ldr r3, [r0], #4\n\t" \
    "sxtb16 r2, r3\n\t" \
    "sxtb16 r3, r3, ror #8\n\t" \
    "ldmia.w r1!, {" loaded "}\n\t" \
    "smlad " s0 ", r2, " first ", " s0 "\n\t" \
    "smlad " s1 ", r2, r4, " s1 "\n\t" \
    "smlad " s2 ", r2, r5, " s2 "\n\t" \
    "smlad " s3 ", r2, r6, " s3 "\n\t" \
    "smlad " s0 ", r3, r4, " s0 "\n\t" \
    "smlad " s1 ", r3, r5, " s1 "\n\t" \
    "smlad " s2 ", r3, r6, " s2 "\n\t" \
    "smlad " s3 ", r3, " last ", " s3 "\n\t"
#define THIMBLE_TWO_STEPS(s0, s1, s2, s3) \
    THIMBLE_STEP("r7", "r4, r5, r6, r8", "r8", s0, s1, s2, s3) \
    THIMBLE_STEP("r8", "r4, r5, r6, r7", "r7", s0, s1, s2, s3)
#define THIMBLE_EIGHT_STEPS(s0, s1, s2, s3) \
    THIMBLE_TWO_STEPS(s0, s1, s2, s3) THIMBLE_TWO_STEPS(s0, s1, s2, s3) \
    THIMBLE_TWO_STEPS(s0, s1, s2, s3) THIMBLE_TWO_STEPS(s0, s1, s2, s3)

#define THIMBLE_CONVOLUTION_LOOP(s0, s1, s2, s3, compare) \
    ".balign 4\n" \
    "1:\n\t" \
    "ldr " s0 ", %[bias]\n\t" \
    "ldr r0, %[weight]\n\t" \
    "ldr r7, [r1], #4\n\t" \
    "mov " s1 ", " s0 "\n\t" \
    "mov " s2 ", " s0 "\n\t" \
    "mov " s3 ", " s0 "\n\t" \
    "mov r8, r7\n\t" \
    "ldr r2, %[skipped]\n\t" THIMBLE_ENTER_8(24) \
    ".balign 4\n" \
    "2:\n\t" THIMBLE_EIGHT_STEPS(s0, s1, s2, s3) compare \
    "bne.w 2b\n\t" \
    "ldrd r2, r3, %[result]\n\t" \
    "ldrd r4, r5, %[to]\n\t" \
    "lsl " s0 ", " s0 ", r2\n\t" \
    "lsl " s1 ", " s1 ", r2\n\t" \
    "lsl " s2 ", " s2 ", r2\n\t" \
    "lsl " s3 ", " s3 ", r2\n\t" \
    "smmlar " s0 ", " s0 ", r4, r3\n\t" \
    "smmlar " s1 ", " s1 ", r4, r3\n\t" \
    "smmlar " s2 ", " s2 ", r4, r3\n\t" \
    "smmlar " s3 ", " s3 ", r4, r3\n\t" \
    "ldrd r6, r7, %[rows_1]\n\t" \
    "ldrd r2, r3, %[rows_3]\n\t" \
    "ssat " s0 ", #8, " s0 "\n\t" \
    "ssat " s1 ", #8, " s1 "\n\t" \
    "ssat " s2 ", #8, " s2 "\n\t" \
    "ssat " s3 ", #8, " s3 "\n\t" \
    "strb " s3 ", [r5, r2]\n\t" \
    "strb " s2 ", [r5, r7]\n\t" \
    "strb " s1 ", [r5, r6]\n\t" \
    "strb " s0 ", [r5]\n\t" \
    "ldrd r6, r7, %[last]\n\t" \
    "add r1, r1, r3\n\t" \
    "add r5, r5, r6\n\t" \
    "strd r4, r5, %[to]\n\t" \
    "cmp r5, r7\n\t" \
    "bne.w 1b\n\t"

/* Takes a channel's bias and multiplier. */
#define THIMBLE_CHANNEL_BEGINS \
    "0:\n\t" \
    "ldr r2, %[channel_bias]\n\t" \
    "ldr r3, %[channel_multiplier]\n\t" \
    "ldr r4, [r2], #4\n\t" \
    "ldr r5, [r3], #4\n\t" \
    "str r2, %[channel_bias]\n\t" \
    "str r3, %[channel_multiplier]\n\t" \
    "str r4, %[bias]\n\t" \
    "str r5, %[multiplier]\n\t"

/* Goes on to the next channel; `weights` adds r3, its taps, to the end of the weights. */
#define THIMBLE_CHANNEL_ENDS(weights) \
    "ldr r2, %[weight]\n\t" \
    "ldr r3, %[taps]\n\t" \
    "ldr r4, %[turn_strip]\n\t" \
    "ldr r6, %[turn_y]\n\t" \
    "ldr r8, %[channels]\n\t" \
    "add r2, r2, r3\n\t" \
    "add r1, r1, r4\n\t" \
    "add r6, r5, r6\n\t" \
    "add r7, r7, #1\n\t" \
    "str r2, %[weight]\n\t" \
    "str r6, %[to_y]\n\t" \
    "str r7, %[y_end]\n\t" weights \
    "subs r8, r8, #1\n\t" \
    "str r8, %[channels]\n\t" \
    "bne.w 0b\n\t"

/*
 * All rows of all channels, four rows at a time. Rows are stored from the last to the first, so that what is the same
 * address for several has the value of the first of them. The frame is copied to where the stack pointer reaches it.
 */
THIMBLE_NO_FRAME THIMBLE_OUTLINED static void thimble_convolution_loop(const thimble_convolution_frame_t *frame)
{
    thimble_convolution_frame_t f = *frame;
    uint32_t ninth;
    __asm__ volatile("ldr r1, %[strip]\n\t"
                     THIMBLE_WITH_R9("ldr lr, %[weight_end]\n"
                                     THIMBLE_CHANNEL_BEGINS
                                     THIMBLE_CONVOLUTION_LOOP("r9", "r10", "r11", "r12", "cmp r0, lr\n\t")
                                     THIMBLE_CHANNEL_ENDS("add lr, lr, r3\n\t"),
                                     THIMBLE_CHANNEL_BEGINS
                                     THIMBLE_CONVOLUTION_LOOP("r10", "r11", "r12", "lr",
                                                              "ldr r2, %[weight_end]\n\tcmp r0, r2\n\t")
                                     THIMBLE_CHANNEL_ENDS("ldr r2, %[weight_end]\n\tadd r2, r2, r3\n\t"
                                                          "str r2, %[weight_end]\n\t"))
                     : [to] "+m"(f.to), [to_y] "+m"(f.to.y), [multiplier] "+m"(f.to.multiplier), [bias] "+m"(f.bias),
                       [weight] "+m"(f.weight), [weight_end] "+m"(f.weight_end), [y_end] "+m"(f.last.y_end),
                       [channel_bias] "+m"(f.channel.bias), [channel_multiplier] "+m"(f.channel.multiplier),
                       [channels] "+m"(f.channels), [ninth] "=&rm"(ninth)
                     : [skipped] "m"(f.skipped), [strip] "m"(f.strip), [result] "m"(f.result), [rows_1] "m"(f.rows_1),
                       [rows_3] "m"(f.rows_3), [last] "m"(f.last), [taps] "m"(f.taps), [turn_strip] "m"(f.turn.strip),
                       [turn_y] "m"(f.turn.y)
                     : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory");
}
#endif

/* One channel, for any number of taps: the last word of weights may have fewer than four. */
static inline void thimble_convolution_channel(thimble_convolution_frame_t *f)
{
    const uint32_t to[4] = {0, f->rows_1.first, f->rows_1.second, f->rows_3.third};
    for (; f->to.y != f->last.y_end; f->to.y += f->last.next) {
        int32_t sums[4] = {f->bias, f->bias, f->bias, f->bias};
        for (const int8_t *w = f->weight; w < f->weight_end; w += 4) {
            const uint32_t word = thimble_load_bytes(w, (uint32_t)(f->weight_end - w));
            for (uint32_t row = 0; row < 4u; row++) {
                sums[row] = thimble_dual_multiply_add(thimble_bytes_02(word), f->strip[row], sums[row]);
                sums[row] = thimble_dual_multiply_add(thimble_bytes_13(word), f->strip[row + 1u], sums[row]);
            }
            f->strip += 4;
        }
        for (uint32_t row = 4; row-- != 0;) {
            f->to.y[to[row]] = thimble_saturate_8(
                thimble_requantized(sums[row], f->result.shift, f->to.multiplier, f->result.zero_point));
        }
        f->strip += 1 + f->rows_3.back / 4;
    }
}

/* All channels. */
static inline void thimble_convolution_any(const thimble_convolution_frame_t *frame)
{
    thimble_convolution_frame_t f = *frame;
    for (; f.channels != 0; f.channels--) {
        f.bias = *f.channel.bias++;
        f.to.multiplier = *f.channel.multiplier++;
        thimble_convolution_channel(&f);
        f.weight += f.taps;
        f.weight_end += f.taps;
        f.strip += f.turn.strip / 4;
        f.to.y += f.turn.y;
        f.last.y_end++;
    }
}

#endif
