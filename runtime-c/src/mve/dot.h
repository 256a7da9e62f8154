/*
 * Thimble runtime: dot products on Helium, sixteen multiply-accumulates per instruction. Two rows meet three columns at
 * a time: five loads for six products, and the six sums fill the even registers that VMLADAVA can add to.
 */
#ifndef THIMBLE_DOT_H
#define THIMBLE_DOT_H

#include "mve.h"

/* What the loop over columns reads; in this order, which the assembly knows. */
typedef struct {
    uint32_t pitch;      /* bytes from a sum of the first row to that of the second */
    uint32_t advanced;   /* bytes that a row's pointer has moved by after its last value */
    uint32_t next;       /* bytes from there to the column after the next two */
    int32_t zeros[6];    /* what the sums begin with */
    uint32_t blocks;     /* of 64 values */
    uint32_t rest;       /* values after them */
    const void *x[2];    /* rows */
    const void *w[3];    /* columns */
    int32_t *sums;       /* of the first row */
    const int32_t *end;  /* where they end: a multiple of three, 3 or more */
} thimble_columns_t;

#if THIMBLE_MVE
/* Sixteen values of two rows and three columns. Loads and products alternate, so that both units are busy. */
#define THIMBLE_SIXTEEN(type)                                                    \
    "vldrb.8 q0, [r1], #16\n vldrb.8 q2, [r5], #16\n vmladava." type " r0, q0, q2\n" \
    "vldrb.8 q1, [r3], #16\n vmladava." type " r6, q1, q2\n"                      \
    "vldrb.8 q3, [r7], #16\n vmladava." type " r2, q0, q3\n"                      \
    "vldrb.8 q4, [r9], #16\n vmladava." type " r8, q1, q3\n"                      \
    "vmladava." type " r4, q0, q4\n vmladava." type " r10, q1, q4\n"

/* r12: three words into the descriptor, so that one instruction loads what precedes it and another the zeros. */
#define THIMBLE_COLUMNS(type)                                                                    \
    "ldrd r1, r3, [r12, #32]\n ldrd r5, r7, [r12, #40]\n ldrd r9, r11, [r12, #48]\n"             \
    "1: ldm r12, {r0, r2, r4, r6, r8, r10}\n"                                                    \
    "ldr lr, [r12, #24]\n wls lr, lr, 3f\n"                                                      \
    "2:\n" THIMBLE_SIXTEEN(type) THIMBLE_SIXTEEN(type) THIMBLE_SIXTEEN(type) THIMBLE_SIXTEEN(type) \
    "le lr, 2b\n"                                                                                \
    "3: ldr lr, [r12, #28]\n wlstp.8 lr, lr, 5f\n"                                               \
    "4:\n" THIMBLE_SIXTEEN(type) "letp lr, 4b\n"                                                 \
    "5: stm r11!, {r0, r2, r4}\n"                                                                \
    "ldmdb r12, {r0, r2, r4}\n"                                                                  \
    "add r0, r0, r11\n strd r6, r8, [r0, #-12]\n str r10, [r0, #-4]\n"                           \
    "sub r1, r1, r2\n sub r3, r3, r2\n"                                                          \
    "add r5, r5, r4\n add r7, r7, r4\n add r9, r9, r4\n"                                         \
    "ldr r0, [r12, #56]\n cmp r11, r0\n bne 1b\n"

#define THIMBLE_COLUMNS_CLOBBERED                                                                                  \
    "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "lr", "cc", "memory", "q0", "q1", "q2", \
        "q3", "q4"

#define THIMBLE_DEFINE_COLUMNS(name, value_t, type)                                     \
    static THIMBLE_NO_FRAME void name(const thimble_columns_t *c)                       \
    {                                                                                   \
        register const int32_t *zeros __asm__("r12") = c->zeros;                        \
        __asm__ volatile(THIMBLE_COLUMNS(type) : : "r"(zeros) : THIMBLE_COLUMNS_CLOBBERED); \
    }
#else
/* The same sums, one after the other. */
#define THIMBLE_DEFINE_COLUMNS(name, value_t, type)                                             \
    static void name(const thimble_columns_t *c)                                                \
    {                                                                                           \
        const uint32_t count = 64u * c->blocks + c->rest;                                       \
        const uint32_t triples = (uint32_t)(c->end - c->sums) / 3u;                             \
        for (uint32_t i = 0; i < 6u * triples; i++) {                                           \
            const value_t *const x = (const value_t *)c->x[i & 1u];                             \
            const uint32_t column = i / 2u;                                                     \
            const value_t *const w =                                                            \
                (const value_t *)c->w[column % 3u] + (size_t)(column / 3u) * (c->advanced + c->next); \
            int32_t sum = 0;                                                                    \
            for (uint32_t j = 0; j < count; j++) {                                              \
                sum += x[j] * w[j];                                                             \
            }                                                                                   \
            c->sums[(i & 1u) * (c->pitch / 4u) + column] = sum;                                 \
        }                                                                                       \
    }
#endif

#if THIMBLE_MVE
/* Two against one: for the columns that triples leave, and, with rows and columns exchanged, for a single row. */
#define THIMBLE_DEFINE_PAIR(name, value_t, type)                                                     \
    static inline void name(const void *a, const void *b, const void *one, uint32_t count, int32_t *sum_a, \
                            int32_t *sum_b)                                                          \
    {                                                                                                \
        int32_t first = 0;                                                                           \
        int32_t second = 0;                                                                          \
        __asm__ volatile("dlstp.8 lr, %5\n"                                                          \
                         "1: vldrb.8 q0, [%4], #16\n vldrb.8 q1, [%2], #16\n vmladava." type " %0, q0, q1\n" \
                         "vldrb.8 q2, [%3], #16\n vmladava." type " %1, q0, q2\n letp lr, 1b\n"      \
                         : "+Te"(first), "+Te"(second), "+r"(a), "+r"(b), "+r"(one)                  \
                         : "r"(count)                                                                \
                         : "lr", "memory", "q0", "q1", "q2");                                        \
        *sum_a = first;                                                                              \
        *sum_b = second;                                                                             \
    }
#else
#define THIMBLE_DEFINE_PAIR(name, value_t, type)                                                     \
    static inline void name(const void *a, const void *b, const void *one, uint32_t count, int32_t *sum_a, \
                            int32_t *sum_b)                                                          \
    {                                                                                                \
        int32_t first = 0;                                                                           \
        int32_t second = 0;                                                                          \
        for (uint32_t i = 0; i < count; i++) {                                                       \
            first += ((const value_t *)one)[i] * ((const value_t *)a)[i];                            \
            second += ((const value_t *)one)[i] * ((const value_t *)b)[i];                           \
        }                                                                                            \
        *sum_a = first;                                                                              \
        *sum_b = second;                                                                             \
    }
#endif

/*
 * Sums of `count` products for one row or two, which lie x_stride apart, and `columns` columns, which lie w_stride
 * apart: sums[column] for the first row, sums[pitch + column] for the second. Values are signed where `type` is "s8",
 * unsigned where it is "u8".
 */
#define THIMBLE_DEFINE_DOTS(name, value_t, type)                                                             \
    THIMBLE_DEFINE_COLUMNS(name##_columns, value_t, type)                                                    \
    THIMBLE_DEFINE_PAIR(name##_pair, value_t, type)                                                          \
    static void name##_single(const value_t *x, const value_t *w, size_t w_stride, uint32_t columns,         \
                              uint32_t count, int32_t *sums)                                                 \
    {                                                                                                        \
        uint32_t column = 0;                                                                                 \
        for (; column + 2u <= columns; column += 2u) {                                                       \
            name##_pair(w, w + w_stride, x, count, sums + column, sums + column + 1u);                       \
            w += 2u * w_stride;                                                                              \
        }                                                                                                    \
        if (column < columns) {                                                                              \
            name##_pair(w, w, x, count, sums + column, sums + column);                                       \
        }                                                                                                    \
    }                                                                                                        \
    static void name(const value_t *x, size_t x_stride, uint32_t rows, const value_t *w, size_t w_stride,    \
                     uint32_t columns, uint32_t count, int32_t *sums, uint32_t pitch)                        \
    {                                                                                                        \
        if (rows == 1u) {                                                                                    \
            name##_single(x, w, w_stride, columns, count, sums);                                             \
            return;                                                                                          \
        }                                                                                                    \
        uint32_t column = columns / 3u * 3u;                                                                 \
        if (column != 0) {                                                                                   \
            const uint32_t advanced = (count + 15u) / 16u * 16u;                                             \
            const thimble_columns_t c = {4u * pitch,                                                         \
                                         advanced,                                                           \
                                         3u * (uint32_t)w_stride - advanced,                                 \
                                         {0, 0, 0, 0, 0, 0},                                                 \
                                         count / 64u,                                                        \
                                         count % 64u,                                                        \
                                         {x, x + x_stride},                                                  \
                                         {w, w + w_stride, w + 2u * w_stride},                               \
                                         sums,                                                               \
                                         sums + column};                                                     \
            name##_columns(&c);                                                                              \
        }                                                                                                    \
        for (; column < columns; column++) {                                                                 \
            name##_pair(x, x + x_stride, w + column * w_stride, count, sums + column, sums + pitch + column); \
        }                                                                                                    \
    }

#endif
