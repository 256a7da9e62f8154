/*
 * Thimble runtime: turning columns of a row-major value into rows on Helium, sixteen columns by sixteen rows at a time:
 * interleaving stores put four rows together byte by byte, gathers of words collect them. Both are quick on the core;
 * a gather of bytes, which would do the whole in the same number of instructions, takes a cycle for each.
 */
#ifndef THIMBLE_TURN_H
#define THIMBLE_TURN_H

#include "mve.h"

#define THIMBLE_TURNED 16u

/*
 * `quads` times four rows of `columns` values, 16 at most, column by column; every value is xored with `flip`. A quad
 * takes 64 bytes; the next one's rows begin `pitch` bytes on.
 */
THIMBLE_INLINED void thimble_interleave(const int8_t *const *row, size_t pitch, uint32_t quads, uint32_t columns,
                                        uint32_t flip, uint8_t *together)
{
    const int8_t *a = row[0];
    const int8_t *b = row[1];
    const int8_t *c = row[2];
    const int8_t *d = row[3];
#if THIMBLE_MVE
    __asm__ volatile("vctp.8 %5\n vdup.8 q4, %6\n dls lr, %8\n"
                     "1: vpstttt\n vldrbt.8 q0, [%1]\n vldrbt.8 q1, [%2]\n vldrbt.8 q2, [%3]\n vldrbt.8 q3, [%4]\n"
                     "veor q0, q0, q4\n veor q1, q1, q4\n veor q2, q2, q4\n veor q3, q3, q4\n"
                     "vst40.8 {q0, q1, q2, q3}, [%0]\n vst41.8 {q0, q1, q2, q3}, [%0]\n"
                     "vst42.8 {q0, q1, q2, q3}, [%0]\n vst43.8 {q0, q1, q2, q3}, [%0]!\n"
                     "add %1, %1, %7\n add %2, %2, %7\n add %3, %3, %7\n add %4, %4, %7\n le lr, 1b\n"
                     : "+r"(together), "+r"(a), "+r"(b), "+r"(c), "+r"(d)
                     : "r"(columns), "r"(flip), "r"(pitch), "r"(quads)
                     : "lr", "memory", "q0", "q1", "q2", "q3", "q4");
#else
    for (uint32_t quad = 0; quad < quads; quad++) {
        for (uint32_t i = 0; i < columns; i++) {
            const size_t from = quad * pitch + i;
            together[4u * i] = (uint8_t)((uint8_t)a[from] ^ flip);
            together[4u * i + 1u] = (uint8_t)((uint8_t)b[from] ^ flip);
            together[4u * i + 2u] = (uint8_t)((uint8_t)c[from] ^ flip);
            together[4u * i + 3u] = (uint8_t)((uint8_t)d[from] ^ flip);
        }
        together += 64;
    }
#endif
}

/* Four interleaved quads of rows as sixteen rows of sixteen values each, which lie `stride` apart. */
static inline void thimble_collect(const uint8_t *together, uint8_t *turned, uint32_t stride)
{
#if THIMBLE_MVE
    uint32_t word = 0;
    __asm__ volatile("vidup.u32 q1, %1, #4\n vshl.i32 q1, q1, #4\n mov lr, #8\n dls lr, lr\n"
                     "sub %0, %0, #4\n vadd.i32 q1, q1, %0\n"
                     "1: vldrw.u32 q0, [q1, #4]!\n vstrb.8 q0, [%2]\n add %2, %2, %3\n"
                     "vldrw.u32 q0, [q1, #4]!\n vstrb.8 q0, [%2]\n add %2, %2, %3\n le lr, 1b\n"
                     : "+r"(together), "+Te"(word), "+r"(turned)
                     : "r"(stride)
                     : "lr", "memory", "q0", "q1");
#else
    for (uint32_t i = 0; i < 256u; i++) {
        turned[(size_t)(i / 16u) * stride + i % 16u] = together[64u * (i % 16u / 4u) + 4u * (i / 16u) + i % 4u];
    }
#endif
}

/*
 * Turns up to 16 columns of x, `rows` rows that lie `pitch` apart: turned[column * stride + row]. The stride is a
 * multiple of 16, `rows` or more; up to there all 16 rows are written, with anything beyond `rows` and `columns`.
 */
static void thimble_turn(const int8_t *x, size_t pitch, uint32_t rows, uint32_t columns, uint32_t flip,
                         uint8_t *turned, uint32_t stride)
{
    uint64_t together[32];
    memset(together, 0, sizeof together);
    for (uint32_t row = 0; row < rows; row += 16u) {
        const uint32_t here = thimble_lesser(rows - row, 16u);
        if (here >= 4u) {
            const int8_t *const quad[4] = {x, x + pitch, x + 2u * pitch, x + 3u * pitch};
            thimble_interleave(quad, 4u * pitch, here / 4u, columns, flip, (uint8_t *)together);
        }
        if (here % 4u != 0) {
            /* What is missing of the last four rows is the first of them again. */
            const int8_t *const last = x + (here & ~3u) * pitch;
            const int8_t *const part[4] = {last, here % 4u > 1u ? last + pitch : last,
                                           here % 4u > 2u ? last + 2u * pitch : last, last};
            thimble_interleave(part, 0, 1, columns, flip, (uint8_t *)together + 16u * (here & ~3u));
        }
        thimble_collect((const uint8_t *)together, turned + row, stride);
        x += 16u * pitch;
    }
}

#endif
