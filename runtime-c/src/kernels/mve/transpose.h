/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: transposing columns of a row-major value into rows on Helium, sixteen columns by sixteen rows at a
 * time: interleaving stores put four rows together byte by byte, gathers of words collect them. Both are quick on the
 * core; a gather of bytes, which would do the whole in the same number of instructions, takes a cycle for each.
 */
#ifndef THIMBLE_TRANSPOSE_H
#define THIMBLE_TRANSPOSE_H

#include "mve.h"

/* Columns that are transposed at a time, and rows. */
#define THIMBLE_TRANSPOSED 16u
/* Bytes from a transposed column to the next: so many rows there is room for. */
#define THIMBLE_TRANSPOSED_ROWS 64u
/* Bytes of four rows put together. */
#define THIMBLE_QUAD 64u

/*
 * `quads` times four rows of `columns` values, 16 at most, column by column; the next four rows begin `pitch` bytes on.
 */
THIMBLE_INLINED void thimble_interleave(const int8_t *const *row, size_t pitch, uint32_t quads, uint32_t columns,
                                        uint8_t *together)
{
    const int8_t *a = row[0];
    const int8_t *b = row[1];
    const int8_t *c = row[2];
    const int8_t *d = row[3];
#if THIMBLE_MVE
    __asm__ volatile("vctp.8 %5\n dls lr, %7\n"
                     "1: vpstttt\n vldrbt.8 q0, [%1]\n vldrbt.8 q1, [%2]\n vldrbt.8 q2, [%3]\n vldrbt.8 q3, [%4]\n"
                     "vst40.8 {q0, q1, q2, q3}, [%0]\n vst41.8 {q0, q1, q2, q3}, [%0]\n"
                     "vst42.8 {q0, q1, q2, q3}, [%0]\n vst43.8 {q0, q1, q2, q3}, [%0]!\n"
                     "add %1, %1, %6\n add %2, %2, %6\n add %3, %3, %6\n add %4, %4, %6\n le lr, 1b\n"
                     : "+r"(together), "+r"(a), "+r"(b), "+r"(c), "+r"(d)
                     : "r"(columns), "r"(pitch), "r"(quads)
                     : "lr", "memory", "q0", "q1", "q2", "q3");
#else
    for (uint32_t quad = 0; quad < quads; quad++) {
        for (uint32_t i = 0; i < columns; i++) {
            const size_t from = quad * pitch + i;
            together[4u * i] = (uint8_t)a[from];
            together[4u * i + 1u] = (uint8_t)b[from];
            together[4u * i + 2u] = (uint8_t)c[from];
            together[4u * i + 3u] = (uint8_t)d[from];
        }
        together += THIMBLE_QUAD;
    }
#endif
}

/* Up to 16 columns of `rows` rows, 1 or more, which lie `pitch` apart, four rows together. */
static inline void thimble_interleave_rows(const int8_t *x, size_t pitch, uint32_t rows, uint32_t columns,
                                           uint8_t *together)
{
    if (rows >= 4u) {
        const int8_t *const quad[4] = {x, x + pitch, x + 2u * pitch, x + 3u * pitch};
        thimble_interleave(quad, 4u * pitch, rows / 4u, columns, together);
    }
    if (rows % 4u != 0) {
        /* What is missing of the last four rows is the first of them again. */
        const int8_t *const last = x + (rows & ~3u) * pitch;
        const int8_t *const part[4] = {last, rows % 4u > 1u ? last + pitch : last,
                                       rows % 4u > 2u ? last + 2u * pitch : last, last};
        thimble_interleave(part, 0, 1, columns, together + (size_t)(rows / 4u) * THIMBLE_QUAD);
    }
}

#if THIMBLE_MVE
#define THIMBLE_GATHER_8 \
    "vldrw.u32 q0, [q1, #4]!\n vstrw.32 q0, [%2]\n vldrw.u32 q0, [q1, #4]!\n vstrw.32 q0, [%2, #64]\n" \
    "vldrw.u32 q0, [q1, #4]!\n vstrw.32 q0, [%2, #128]\n vldrw.u32 q0, [q1, #4]!\n vstrw.32 q0, [%2, #192]\n" \
    "vldrw.u32 q0, [q1, #4]!\n vstrw.32 q0, [%2, #256]\n vldrw.u32 q0, [q1, #4]!\n vstrw.32 q0, [%2, #320]\n" \
    "vldrw.u32 q0, [q1, #4]!\n vstrw.32 q0, [%2, #384]\n vldrw.u32 q0, [q1, #4]!\n vstrw.32 q0, [%2, #448]\n"
#endif

/* `groups` times four interleaved quads of rows as sixteen rows of each of sixteen columns. */
static inline void thimble_gather_columns(const uint8_t *together, uint32_t groups, uint8_t *transposed)
{
#if THIMBLE_MVE
    uint32_t word = 0;
    __asm__ volatile("vidup.u32 q2, %1, #4\n vshl.i32 q2, q2, #4\n sub %0, %0, #4\n dls lr, %3\n"
                     "1: vadd.i32 q1, q2, %0\n add %0, %0, #256\n" THIMBLE_GATHER_8
                     "add %2, %2, #512\n" THIMBLE_GATHER_8 "sub %2, %2, #496\n le lr, 1b\n"
                     : "+r"(together), "+Te"(word), "+r"(transposed)
                     : "r"(groups)
                     : "lr", "memory", "q0", "q1", "q2");
#else
    for (uint32_t i = 0; i < 256u * groups; i++) {
        const uint32_t column = i / 4u % 16u;
        const uint32_t row = i / THIMBLE_QUAD * 4u + i % 4u;
        transposed[(size_t)column * THIMBLE_TRANSPOSED_ROWS + row] = together[i];
    }
#endif
}

#endif
