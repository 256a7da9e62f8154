/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the DSP instructions of Armv7E-M and Armv8-M that the kernels use, and what they compute in plain C
 * for any other core. A word holds two 16-bit values, the first in its lower half; of a word of four bytes, byte 0 is
 * the lowest.
 */
#ifndef THIMBLE_DSP_H
#define THIMBLE_DSP_H

#include <stdint.h>
#include <string.h>

#include "four_rows.h"
#include "thimble/fixed.h"

/*
 * 1 where the instructions exist and registers may be used freely: without optimisation a frame pointer takes one that
 * the widest loop needs, and clang's loops are its own. The loops load words from any address, which would fault where
 * -mno-unaligned-access is said.
 */
#if defined(__ARM_FEATURE_DSP) && defined(__ARM_FEATURE_UNALIGNED) && defined(__thumb2__) && defined(__OPTIMIZE__) \
    && !defined(__clang__) && !defined(THIMBLE_C_LOOPS)
#define THIMBLE_DSP 1
#else
#define THIMBLE_DSP 0
#endif

/*
 * How loops load several words: one by one, or two in an LDRD and more in an LDM. On Cortex-M3 and M4 a run of LDR
 * takes a cycle for each word and one more, LDRD three cycles and LDM one more than words, never beside another load.
 * On others an instruction takes a cycle at best, however much it loads. The results are the same:
 * THIMBLE_PAIRED_LOADS, when it is defined, says that these count, as they do from Armv8-M on.
 */
#if defined(THIMBLE_PAIRED_LOADS) || (defined(__ARM_ARCH) && __ARM_ARCH >= 8)
#define THIMBLE_SINGLE_LOADS 0
#else
#define THIMBLE_SINGLE_LOADS 1
#endif

/* Four bytes from any address. */
static inline uint32_t thimble_load_word(const int8_t *x)
{
    uint32_t word;
    memcpy(&word, x, sizeof word);
    return word;
}

/* Two 16-bit values from an address that need not be a multiple of four. */
static inline uint32_t thimble_load_pair(const int16_t *x)
{
    uint32_t word;
    memcpy(&word, x, sizeof word);
    return word;
}

/* Two words to an address that is a multiple of four, in one instruction. */
static inline void thimble_store_two(uint32_t *to, uint32_t first, uint32_t second)
{
#if THIMBLE_DSP
    __asm__ volatile("strd %1, %2, %0" : "=m"(*(uint64_t *)(void *)to) : "r"(first), "r"(second) : "memory");
#else
    to[0] = first;
    to[1] = second;
#endif
}

/* Two sums. */
typedef struct {
    int32_t first;
    int32_t second;
} thimble_two_t;

/* The lower half of a word, sign-extended. */
static inline int32_t thimble_half_0(uint32_t x)
{
    return (int16_t)(uint16_t)x;
}

/* The upper half of a word, sign-extended. */
static inline int32_t thimble_half_1(uint32_t x)
{
    return (int16_t)(uint16_t)(x >> 16);
}

/* The word of two halves. */
static inline uint32_t thimble_halves(int32_t first, int32_t second)
{
    return (uint32_t)(uint16_t)first | (uint32_t)second << 16;
}

/* Bytes 0 and 2, sign-extended. */
static inline uint32_t thimble_bytes_02(uint32_t x)
{
#if THIMBLE_DSP
    uint32_t y;
    __asm__("sxtb16 %0, %1" : "=r"(y) : "r"(x));
    return y;
#else
    return thimble_halves((int8_t)(uint8_t)x, (int8_t)(uint8_t)(x >> 16));
#endif
}

/* Bytes 1 and 3, sign-extended. */
static inline uint32_t thimble_bytes_13(uint32_t x)
{
#if THIMBLE_DSP
    uint32_t y;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(y) : "r"(x));
    return y;
#else
    return thimble_bytes_02(x >> 8);
#endif
}

/* The lower halves of two words. */
static inline uint32_t thimble_lower_halves(uint32_t first, uint32_t second)
{
#if THIMBLE_DSP
    uint32_t y;
    __asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(y) : "r"(first), "r"(second));
    return y;
#else
    return (first & 0xffffu) | second << 16;
#endif
}

/* The upper halves of two words. */
static inline uint32_t thimble_upper_halves(uint32_t first, uint32_t second)
{
#if THIMBLE_DSP
    uint32_t y;
    __asm__("pkhtb %0, %1, %2, asr #16" : "=r"(y) : "r"(second), "r"(first));
    return y;
#else
    return first >> 16 | (second & 0xffff0000u);
#endif
}

/* The sums of both halves, each modulo 2^16. */
static inline uint32_t thimble_add_halves(uint32_t x, uint32_t y)
{
#if THIMBLE_DSP
    uint32_t z;
    __asm__("sadd16 %0, %1, %2" : "=r"(z) : "r"(x), "r"(y));
    return z;
#else
    return thimble_halves(thimble_half_0(x) + thimble_half_0(y), thimble_half_1(x) + thimble_half_1(y));
#endif
}

/* The greater of -127 and each of four bytes. */
static inline uint32_t thimble_at_least_minus_127(uint32_t x)
{
#if THIMBLE_DSP
    uint32_t y;
    __asm__("qsub8 %0, %1, %2\n\tsadd8 %0, %0, %2" : "=&r"(y) : "r"(x), "r"(0x01010101u));
    return y;
#else
    for (uint32_t byte = 0; byte < 32u; byte += 8u) {
        x += (uint32_t)((x >> byte & 255u) == 128u) << byte;
    }
    return x;
#endif
}

/* sum + x0 * y0 + x1 * y1 modulo 2^32; the compiler has bounded the sum. */
static inline int32_t thimble_dual_multiply_add(uint32_t x, uint32_t y, int32_t sum)
{
#if THIMBLE_DSP
    int32_t z;
    __asm__("smlad %0, %1, %2, %3" : "=r"(z) : "r"(x), "r"(y), "r"(sum));
    return z;
#else
    return (int32_t)((uint32_t)sum + (uint32_t)(thimble_half_0(x) * thimble_half_0(y))
                     + (uint32_t)(thimble_half_1(x) * thimble_half_1(y)));
#endif
}

#endif
