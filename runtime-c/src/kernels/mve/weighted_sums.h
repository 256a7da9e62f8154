/*
 * Thimble runtime: the weighted sums of attention on Helium: pairs of query rows meet four transposed columns at a
 * time.
 */
#ifndef THIMBLE_WEIGHTED_SUMS_H
#define THIMBLE_WEIGHTED_SUMS_H

#include "tile.h"

/* What the loop over pairs reads; the first part is in an order that the assembly knows. */
typedef struct {
    int32_t zeros[2]; /* what the sums begin with; registers in between are pointers and counters */
    const uint8_t *w; /* four columns, sixteen by sixteen side by side */
    int32_t zero;
    uint32_t fours; /* times 64 tokens */
    int32_t other;
    uint32_t ones; /* times 16 tokens beyond them */
    int32_t others[4];
    const int32_t *end; /* of the sums */
} thimble_weighted_sums_t;

#if THIMBLE_MVE
#define THIMBLE_WEIGHTED_16(x) \
    "vldrb.8 q0, [" x "], #16\n vldrb.8 q2, [r3], #16\n vmladava.u8 r0, q0, q2\n" \
    "vldrb.8 q1, [" x "], #16\n vmladava.u8 r8, q1, q2\n" \
    "vldrb.8 q3, [r3], #16\n vmladava.u8 r2, q0, q3\n vmladava.u8 r10, q1, q3\n" \
    "vldrb.8 q2, [r3], #16\n vmladava.u8 r4, q0, q2\n vmladava.u8 r12, q1, q2\n" \
    "vldrb.8 q3, [r3], #16\n vmladava.u8 r6, q0, q3\n vmladava.u8 lr, q1, q3\n"

/*
 * r1: the description; x: weights, from pair to pair. The sums' pointer is r11 while x is r9; where that is reserved, x
 * is r11, and the sums' pointer waits where x was, from which `begin` takes it into r3 and `end` puts it back.
 */
#define THIMBLE_WEIGHTED_SUMS(x, sums, begin, end) \
    "1: ldm r1, {r0, r2, r3, r4, r5, r6, r7, r8, r10, r12, lr}\n" \
    "cbz r7, 3f\n" \
    "2:\n" THIMBLE_WEIGHTED_16(x) "subs r7, r7, #1\n bne 2b\n" \
    "3: cmp r5, #0\n beq 5f\n" \
    "4:\n" THIMBLE_WEIGHTED_16(x) THIMBLE_WEIGHTED_16(x) THIMBLE_WEIGHTED_16(x) THIMBLE_WEIGHTED_16(x) \
    "subs r5, r5, #1\n bne 4b\n" \
    "5:\n" begin "stm " sums "!, {r0, r2, r4, r6, r8, r10, r12, lr}\n" end \
    "ldr r0, [r1, #44]\n cmp " sums ", r0\n bne 1b\n"
#endif

/*
 * Sums of weights and columns for `pairs` pairs of rows, 16 times `vectors` tokens: eight for each pair, those of the
 * first row, then those of the second.
 */
static THIMBLE_NO_FRAME void thimble_weighted_sums(const uint8_t *weights, const uint8_t *columns, uint32_t vectors,
                                                   uint32_t pairs, int32_t *sums)
{
    const int32_t *const end = sums + (size_t)pairs * THIMBLE_TILE_SUMS;
#if THIMBLE_MVE
    const thimble_weighted_sums_t description = {{0, 0}, columns, 0, vectors / 4u, 0, vectors % 4u, {0, 0, 0, 0}, end};
    register const thimble_weighted_sums_t *m __asm__("r1") = &description;
    register int32_t *to __asm__("r11") = sums;
    const uint8_t *ninth = weights;
    __asm__ volatile(THIMBLE_WITH_R9(THIMBLE_WEIGHTED_SUMS("r9", "r11", "", ""),
                                     "ldr r3, %[ninth]\n str r11, %[ninth]\n mov r11, r3\n"
                                     THIMBLE_WEIGHTED_SUMS("r11", "r3", "ldr r3, %[ninth]\n", "str r3, %[ninth]\n"))
                     : "+r"(m), "+r"(to), [ninth] "+rm"(ninth)
                     :
                     : "r0", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r12", "lr", "cc", "memory", "q0", "q1",
                       "q2", "q3");
#else
    for (uint32_t i = 0; sums + i != end; i++) {
        const uint8_t *const row = weights + (size_t)(i / 8u) * vectors * 32u + i / 4u % 2u * 16u;
        int32_t sum = 0;
        for (uint32_t j = 0; j < 16u * vectors; j++) {
            sum += row[j / 16u * 32u + j % 16u] * columns[j / 16u * 64u + i % 4u * 16u + j % 16u];
        }
        sums[i] = sum;
    }
#endif
}

#endif
