/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the integer primitives of the rounding contract (docs/numerics.md, section 1). */
#ifndef THIMBLE_FIXED_H
#define THIMBLE_FIXED_H

#include <stddef.h>
#include <stdint.h>

/*
 * Right shifts of negative numbers must be arithmetic. C99 leaves that to the implementation; every compiler for the
 * supported cores does so, and this line does not compile with one that does not.
 */
typedef char thimble_shifts_are_arithmetic[((-1) >> 1) == -1 ? 1 : -1];

/* For functions that are worth it only where their arguments are known, or whose call costs as much as they do. */
#if defined(__GNUC__)
#define THIMBLE_INLINED static inline __attribute__((always_inline))
#else
#define THIMBLE_INLINED static inline
#endif

/*
 * Loops in assembly that would take every register leave it to the compiler whether r9 is one of them, for systems
 * reserve it (-ffixed-r9) or keep the address of data in it (-msingle-pic-base). The operand [ninth] lies in the one
 * register that such a loop does not name, or in memory, and the assembler takes the text that suits. No other register
 * may be reserved; THIMBLE_C_LOOPS, when it is defined, keeps all loops in C.
 */
#define THIMBLE_WITH_R9(with, without) ".ifeqs \"%[ninth]\", \"r9\"\n\t" with ".else\n\t" without ".endif\n\t"

/* Armv6-M multiplies 32 bits to 32: where there is no more, a product of 64 bits is a call of a function. */
#if defined(__thumb__) && !defined(__thumb2__)
#define THIMBLE_HALF_PRODUCTS 1
#elif !defined(THIMBLE_HALF_PRODUCTS)
#define THIMBLE_HALF_PRODUCTS 0
#endif

/* floor(x / 2^16 + 1/2). */
static inline int32_t thimble_upper_half(int32_t x)
{
    return ((x >> 15) + 1) >> 1;
}

/*
 * mul_high of halves: x = 2^16 * upper_half(x) + (int16_t)x, so that no product of two halves exceeds 2^30. `middle` is
 * the product in 1/2^16, rounded down, less 2^16 times that of the upper halves: -2^31 + 2^14 at least and 2^31 - 3 *
 * 2^14 at most for all a and b, as it is linear in each of the four halves and so extreme where they are. What is
 * rounded down is a multiple of 2^16 behind the bit that decides the result.
 */
static inline int32_t thimble_mul_high_of_halves(int32_t a, int32_t b)
{
    const int32_t b_low = (int16_t)b;
    const int32_t b_high = thimble_upper_half(b);
#if defined(__thumb__) && !defined(__thumb2__) && defined(__GNUC__)
    /* The last shift leaves in the carry what rounds up. */
    int32_t x, y, z;
    __asm__(".syntax unified\n\t"
            "sxth %1, %0\n\t"
            "asrs %0, %0, #15\n\t"
            "adds %0, %0, #1\n\t"
            "asrs %0, %0, #1\n\t"
            "mov %2, %4\n\t"
            "muls %2, %1, %2\n\t"
            "asrs %2, %2, #16\n\t"
            "mov %3, %5\n\t"
            "muls %1, %3, %1\n\t"
            "adds %1, %1, %2\n\t"
            "mov %2, %4\n\t"
            "muls %2, %0, %2\n\t"
            "adds %1, %1, %2\n\t"
            "muls %0, %3, %0\n\t"
            "asrs %1, %1, #16\n\t"
            "adcs %0, %0, %1\n\t"
            : "+l"(a), "=&l"(x), "=&l"(y), "=&l"(z)
            : "r"(b_low), "r"(b_high)
            : "cc");
    return a;
#else
    const int32_t a_low = (int16_t)a;
    const int32_t a_high = thimble_upper_half(a);
    const int32_t middle = a_low * b_high + a_high * b_low + ((a_low * b_low) >> 16);
    return a_high * b_high + thimble_upper_half(middle);
#endif
}

/*
 * floor(a * b / 2^32 + 1/2): the one rounding multiply. The half rounds up where the highest bit of the product's lower
 * word is set; adding that bit takes one instruction less than adding the half to the whole product.
 */
static inline int32_t thimble_mul_high(int32_t a, int32_t b)
{
#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__)
    int32_t y;
    __asm__("smmulr %0, %1, %2" : "=r"(y) : "r"(a), "r"(b));
    return y;
#elif THIMBLE_HALF_PRODUCTS
    return thimble_mul_high_of_halves(a, b);
#else
    const int64_t product = (int64_t)a * b;
    return (int32_t)(product >> 32) + (int32_t)((uint32_t)product >> 31);
#endif
}

/*
 * c + mul_high(a, b); the caller has bounded the sum. One instruction where there is SMMLAR; two on Armv7-M, where c
 * and the half to round by are the two words that SMLAL adds the product to.
 */
static inline int32_t thimble_mul_high_add(int32_t a, int32_t b, int32_t c)
{
#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__)
    int32_t y;
    __asm__("smmlar %0, %1, %2, %3" : "=r"(y) : "r"(a), "r"(b), "r"(c));
    return y;
#elif defined(__thumb2__)
    uint32_t lower;
    __asm__("mov %0, #0x80000000\n\tsmlal %0, %1, %2, %3" : "=&r"(lower), "+r"(c) : "r"(a), "r"(b));
    return c;
#else
    return c + thimble_mul_high(a, b);
#endif
}

/* x * 2^shift without the undefined left shift of a negative number; the caller has bounded |x| * 2^shift < 2^31. */
static inline int32_t thimble_shift_left(int32_t x, uint32_t shift)
{
    return (int32_t)((uint32_t)x << shift);
}

/* The lesser of x and 15. */
static inline uint32_t thimble_at_most_15(uint32_t x)
{
#if defined(__ARM_FEATURE_SAT) && defined(__thumb2__)
    uint32_t y;
    __asm__("usat %0, #4, %1" : "=r"(y) : "r"(x));
    return y;
#else
    return x < 15u ? x : 15u;
#endif
}

/* How many bits x has, 0 for 0. */
static inline int32_t thimble_bit_length(uint64_t x)
{
    const uint32_t high = (uint32_t)(x >> 32);
    uint32_t word = high != 0 ? high : (uint32_t)x;
    const int32_t below = high != 0 ? 32 : 0;
#if defined(__GNUC__)
    return word != 0 ? below + 32 - __builtin_clz(word) : 0;
#else
    int32_t bits = below;
    for (; word != 0; word >>= 1) {
        bits++;
    }
    return bits;
#endif
}

/* The nearest value in -128 ... 127. */
static inline int8_t thimble_saturate_8(int32_t x)
{
#if defined(__ARM_FEATURE_SAT) && defined(__thumb2__)
    int32_t y;
    __asm__("ssat %0, #8, %1" : "=r"(y) : "r"(x));
    return (int8_t)y;
#else
    return (int8_t)(x < -128 ? -128 : x > 127 ? 127 : x);
#endif
}

/* The nearest value in -32768 ... 32767. */
static inline int16_t thimble_saturate_16(int32_t x)
{
#if defined(__ARM_FEATURE_SAT) && defined(__thumb2__)
    int32_t y;
    __asm__("ssat %0, #16, %1" : "=r"(y) : "r"(x));
    return (int16_t)y;
#else
    return (int16_t)(x < -32768 ? -32768 : x > 32767 ? 32767 : x);
#endif
}

/* A sum as a result before it is saturated: zero_point + mul_high(sum * 2^shift, multiplier). */
static inline int32_t thimble_requantized(int32_t sum, uint32_t shift, int32_t multiplier, int32_t zero_point)
{
    return thimble_mul_high_add(thimble_shift_left(sum, shift), multiplier, zero_point);
}

/* y[index] = saturate(value) for results of 8 or 16 bits; which of them is known where this is inlined. */
THIMBLE_INLINED void thimble_store(void *y, size_t index, uint32_t bits, int32_t value)
{
    if (bits == 8u) {
        ((int8_t *)y)[index] = thimble_saturate_8(value);
    } else {
        ((int16_t *)y)[index] = thimble_saturate_16(value);
    }
}

#endif
