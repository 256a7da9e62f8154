/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: scores to weights, four at a time, on the DSP extension (attention.c). */
#ifndef THIMBLE_SOFTMAX_QUADS_H
#define THIMBLE_SOFTMAX_QUADS_H

#include "dot.h"
#include "softmax.h"

/*
 * 8 * 256, added to how far a score is below the largest: the shift 8 + floor(t / 256) of an entry of the table, as
 * thimble_weight in softmax.h has it, is then that of the sum. It is 8 to 255, for halvings beyond the fifteenth give
 * zero in any case.
 */
#define THIMBLE_EIGHT_HALVINGS (8 * 256)

#if THIMBLE_DSP
/*
 * Two weights as a word, c, and their sum added. What they need is loaded side by side; LSRS by 8 and more leaves the
 * half to round by in the carry.
 */
#define THIMBLE_TWO_WEIGHTS(second, first) \
    "ldr %[b], [%[scores], #" second "]\n\t" \
    "ldr %[a], [%[scores]" first "\n\t" \
    "sub %[b], %[largest], %[b]\n\t" \
    "sub %[a], %[largest], %[a]\n\t" \
    "smmlar %[b], %[b], %[multiplier], %[eight]\n\t" \
    "smmlar %[a], %[a], %[multiplier], %[eight]\n\t" \
    "uxtb %[d], %[b]\n\t" \
    "uxtb %[c], %[a]\n\t" \
    "usat %[b], #8, %[b], asr #8\n\t" \
    "ldrh %[d], [%[table], %[d], lsl #1]\n\t" \
    "ldrh %[c], [%[table], %[c], lsl #1]\n\t" \
    "usat %[a], #8, %[a], asr #8\n\t" \
    "lsrs %[d], %[d], %[b]\n\t" \
    "adc %[d], %[d], #0\n\t" \
    "lsrs %[c], %[c], %[a]\n\t" \
    "adc %[c], %[c], #0\n\t" \
    "orr %[c], %[c], %[d], lsl #16\n\t" \
    "smlad %[sum], %[c], %[ones], %[sum]\n\t"
#endif

/*
 * Turns the scores of one row, which lie four apart, into weights of 0 ... 255, its words of a quad block in the same
 * memory; returns their sum. That is safe: a row overwrites only scores of its own, those of the quad at hand or before
 * it.
 */
THIMBLE_OUTLINED static uint32_t thimble_softmax_quads(int32_t largest, int32_t multiplier, int32_t *memory,
                                                       uint32_t quads)
{
    const int32_t *scores = memory;
    uint32_t *words = (uint32_t *)memory;
    const uint32_t *const end = words + (size_t)quads * THIMBLE_QUAD_WORDS;
    uint32_t sum = 0;
    while (words != end) {
#if THIMBLE_DSP
        uint32_t a;
        uint32_t b;
        uint32_t c;
        uint32_t d;
        __asm__ volatile(THIMBLE_TWO_WEIGHTS("32", "], #64")
                         "str %[c], [%[words]], #32\n\t"
                         THIMBLE_TWO_WEIGHTS("-16", ", #-48]")
                         "str %[c], [%[words], #-16]\n\t"
                         : [scores] "+r"(scores), [words] "+r"(words), [sum] "+r"(sum), [a] "=&r"(a), [b] "=&r"(b),
                           [c] "=&r"(c), [d] "=&r"(d)
                         : [largest] "r"(largest), [multiplier] "r"(multiplier), [eight] "r"(THIMBLE_EIGHT_HALVINGS),
                           [table] "r"(thimble_exp2), [ones] "r"(0x00010001u)
                         : "cc", "memory");
#else
        uint32_t weights[4];
        for (uint32_t i = 0; i < 4u; i++) {
            weights[i] = thimble_weight_below((int32_t)((uint32_t)largest - (uint32_t)scores[4u * i]), multiplier);
            sum += weights[i];
        }
        words[0] = weights[0] | weights[2] << 16;
        words[4] = weights[1] | weights[3] << 16;
        scores += 16;
        words += THIMBLE_QUAD_WORDS;
#endif
    }
    return sum;
}

#endif
