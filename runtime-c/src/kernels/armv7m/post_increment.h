/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: values one after the other. Thumb-2 loads and stores move their pointer on in the same instruction,
 * which gcc does not make use of in loops that are unrolled: there it adds to every pointer by itself.
 */
#ifndef THIMBLE_POST_INCREMENT_H
#define THIMBLE_POST_INCREMENT_H

#include <stdint.h>
#include <string.h>

#include "thimble/fixed.h"

#if defined(__thumb2__) && defined(__GNUC__)
#define THIMBLE_POST_INCREMENT 1
#else
#define THIMBLE_POST_INCREMENT 0
#endif

/*
 * A number of which the compiler is to know nothing. To multiply by it and to add it is one instruction, while to shift
 * and to subtract, which the compiler makes of powers of two and of negated numbers, are two.
 */
THIMBLE_INLINED int32_t thimble_opaque(int32_t x)
{
#if THIMBLE_POST_INCREMENT
    __asm__("" : "+r"(x));
#endif
    return x;
}

/* The value that the pointer is at; the pointer moves on. */
THIMBLE_INLINED int32_t thimble_load_next_8(const int8_t **x)
{
#if THIMBLE_POST_INCREMENT
    int32_t y;
    __asm__ volatile("ldrsb %1, [%0], #1" : "+r"(*x), "=r"(y) : : "memory");
    return y;
#else
    return *(*x)++;
#endif
}

THIMBLE_INLINED int32_t thimble_load_next_16(const int16_t **x)
{
#if THIMBLE_POST_INCREMENT
    int32_t y;
    __asm__ volatile("ldrsh %1, [%0], #2" : "+r"(*x), "=r"(y) : : "memory");
    return y;
#else
    return *(*x)++;
#endif
}

/* Two 16-bit values in a word, the first in its lower half, from an address that need not be a multiple of four. */
THIMBLE_INLINED uint32_t thimble_load_next_pair(const int16_t **x)
{
    uint32_t y;
#if THIMBLE_POST_INCREMENT && defined(__ARM_FEATURE_UNALIGNED)
    __asm__ volatile("ldr %1, [%0], #4" : "+r"(*x), "=r"(y) : : "memory");
#else
    memcpy(&y, *x, sizeof y);
    *x += 2;
#endif
    return y;
}

THIMBLE_INLINED int32_t thimble_load_next_32(const int32_t **x)
{
#if THIMBLE_POST_INCREMENT
    int32_t y;
    __asm__ volatile("ldr %1, [%0], #4" : "+r"(*x), "=r"(y) : : "memory");
    return y;
#else
    return *(*x)++;
#endif
}

/* x >> shift, saturated to 8 or 16 bits or, to 32, as it is; shift is 0 or 8. Both are known where this is inlined. */
THIMBLE_INLINED int32_t thimble_saturated_shift(int32_t x, uint32_t shift, uint32_t bits)
{
    if (bits == 32u) {
        return x >> shift;
    }
#if THIMBLE_POST_INCREMENT
    int32_t y;
    if (bits == 8u && shift == 8u) {
        __asm__("ssat %0, #8, %1, asr #8" : "=r"(y) : "r"(x));
    } else if (bits == 8u) {
        __asm__("ssat %0, #8, %1" : "=r"(y) : "r"(x));
    } else if (shift == 8u) {
        __asm__("ssat %0, #16, %1, asr #8" : "=r"(y) : "r"(x));
    } else {
        __asm__("ssat %0, #16, %1" : "=r"(y) : "r"(x));
    }
    return y;
#else
    return bits == 8u ? thimble_saturate_8(x >> shift) : thimble_saturate_16(x >> shift);
#endif
}

/* Stores a value of 8, 16 or 32 bits, which is known where this is inlined; the pointer moves on. */
THIMBLE_INLINED void thimble_store_next(void **y, uint32_t bits, int32_t value)
{
#if THIMBLE_POST_INCREMENT
    if (bits == 8u) {
        __asm__ volatile("strb %1, [%0], #1" : "+r"(*y) : "r"(value) : "memory");
    } else if (bits == 16u) {
        __asm__ volatile("strh %1, [%0], #2" : "+r"(*y) : "r"(value) : "memory");
    } else {
        __asm__ volatile("str %1, [%0], #4" : "+r"(*y) : "r"(value) : "memory");
    }
#else
    if (bits == 32u) {
        *(int32_t *)*y = value;
    } else {
        thimble_store(*y, 0, bits, value);
    }
    *y = (int8_t *)*y + bits / 8u;
#endif
}

#endif
