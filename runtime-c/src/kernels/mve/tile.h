/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: dot products on Helium, sixteen multiply-accumulates per instruction. Two rows meet four columns at
 * a time: six loads for eight products, whose eight sums fill every register that VMLADAVA can add to. For want of
 * registers the two rows lie sixteen by sixteen side by side under one pointer, and behind them, where that pointer
 * arrives, lies what the loop needs to know.
 */
#ifndef THIMBLE_TILE_H
#define THIMBLE_TILE_H

#include "mve.h"

/* Columns of a tile: one of each quarter of the columns, so that its pointers only move on. */
#define THIMBLE_QUARTERS 4u
/* Sums of a tile: those of the first row, then those of the second. */
#define THIMBLE_TILE_SUMS 8u
/* Bytes for this below, with pointers of 64 bits. */
#define THIMBLE_TILES_BYTES 128u

/* What the loop over tiles reads; the first part is in an order that the assembly knows, and lies behind the rows. */
typedef struct {
    int32_t zeros[6];  /* what the sums begin with; a register in between is the counter */
    uint32_t blocks;   /* of the values that the loop repeats; where it does not, a zero as well */
    int32_t others[2]; /* zeros as well */
    const int8_t *x;   /* the two rows, side by side; where thimble_is_whole, one behind the other */
    int32_t *sums;
    const int32_t *end;           /* of the sums */
    uint32_t step;                /* bytes from where a column's pointer arrives to its next column */
    uint32_t rest;                /* values of the last block of 16 */
    const int8_t *w[THIMBLE_QUARTERS]; /* the quarters' first columns */
    uint32_t count;               /* values of a row */
    size_t stride;                /* bytes from a column to the next */
} thimble_tiles_t;

/* Columns of each quarter; where four of them are more than there are, quarters overlap. */
static inline uint32_t thimble_quarter(uint32_t columns)
{
    return (columns + THIMBLE_QUARTERS - 1u) / THIMBLE_QUARTERS;
}

/* The first column of a quarter. */
static inline uint32_t thimble_quarter_start(uint32_t quarter, uint32_t columns)
{
    const uint32_t length = thimble_quarter(columns);
    return thimble_lesser(quarter * length, columns - length);
}

/* Rows a and b, `count` values each, side by side. What is beyond the last values stays as it is. */
static inline void thimble_side_by_side(const int8_t *a, const int8_t *b, uint32_t count, int8_t *both)
{
#if THIMBLE_MVE
    __asm__ volatile("dlstp.8 lr, %3\n"
                     "1: vldrb.8 q0, [%0], #16\n vstrb.8 q0, [%2], #16\n"
                     "vldrb.8 q1, [%1], #16\n vstrb.8 q1, [%2], #16\n letp lr, 1b\n"
                     : "+r"(a), "+r"(b), "+r"(both)
                     : "r"(count)
                     : "lr", "memory", "q0", "q1");
#else
    for (uint32_t i = 0; i < count; i++) {
        both[i / 16u * 32u + i % 16u] = a[i];
        both[i / 16u * 32u + 16u + i % 16u] = b[i];
    }
#endif
}

/* The loops that there are: for rows of 16 or 128 values and columns with no gap, of 64 values, */
static inline int thimble_is_narrow(uint32_t count, size_t stride)
{
    return count == 16u && stride == 16u;
}

static inline int thimble_is_whole(uint32_t count, size_t stride)
{
    return count == 128u && stride == 128u;
}

/* and of multiples of 128 values, where columns have no gap; of multiples of 64; of any number. */
static inline int thimble_is_even(uint32_t count, size_t stride)
{
    return count % 128u == 0 && count == stride;
}

/* The place in scratch behind two rows of `count` values. */
static inline thimble_tiles_t *thimble_tiles_behind(void *scratch, uint32_t count)
{
    return (thimble_tiles_t *)(void *)((uint8_t *)scratch + (count + 15u) / 16u * 32u);
}

/* The tiles of `columns` columns, w[0] and on, `stride` bytes apart; the rows' values are in scratch when they run. */
static inline thimble_tiles_t *thimble_tiles(void *scratch, const int8_t *w, size_t stride, uint32_t columns,
                                             uint32_t count, int32_t *sums)
{
    thimble_tiles_t *const tiles = thimble_tiles_behind(scratch, count);
    const uint32_t whole = count % 64u == 0 || thimble_is_narrow(count, stride) ? count : (count - 1u) / 16u * 16u;
    memset(tiles, 0, sizeof *tiles);
    if (count == 64u || thimble_is_whole(count, stride)) {
        tiles->blocks = 0;
    } else if (count % 64u != 0) {
        tiles->blocks = whole / 16u;
    } else {
        tiles->blocks = thimble_is_even(count, stride) ? count / 128u : count / 64u;
    }
    tiles->x = (const int8_t *)scratch;
    tiles->sums = sums;
    tiles->end = sums + (size_t)thimble_quarter(columns) * THIMBLE_TILE_SUMS;
    tiles->step = (uint32_t)stride - whole;
    tiles->rest = count - whole;
    for (uint32_t i = 0; i < THIMBLE_QUARTERS; i++) {
        tiles->w[i] = w + (size_t)thimble_quarter_start(i, columns) * stride;
    }
    tiles->count = count;
    tiles->stride = stride;
    return tiles;
}

/*
 * Takes two rows for the next tiles: they are put side by side in scratch. Rows of 128 values stay where they are if
 * one follows the other at an address for words.
 */
static inline void thimble_take_rows(thimble_tiles_t *t, const int8_t *a, const int8_t *b, void *scratch)
{
    int8_t *const both = (int8_t *)scratch;
#if THIMBLE_MVE
    if (thimble_is_whole(t->count, t->stride)) {
        t->x = a;
        if (b != a + t->count || ((uintptr_t)a & 3u) != 0) {
            memcpy(both, a, t->count);
            memcpy(both + t->count, b, t->count);
            t->x = both;
        }
        return;
    }
#endif
    thimble_side_by_side(a, b, t->count, both);
}

#if THIMBLE_MVE
/*
 * The products of sixteen values of rows a and b with four columns, the first of which is in q2 already. Loads and
 * products alternate as far as there are loads, and none is needed by the instruction behind it: the core then
 * executes each load beside a product. `column`, `row_a` and `row_b` load the first operands of what follows. The
 * fourth column's pointer p is r9 while r11 is the counter, or the sums' pointer; where r9 is reserved p is r11, and
 * those wait in memory.
 *
 * No sum wraps: |x . w| <= 2^14 times the number of values, and what needs 2^31 has 2^17 of them, more than a row has.
 */
#define THIMBLE_PRODUCTS(multiply, a, b, p, column, row_a, row_b) \
    multiply " r0, " a ", q2\n" THIMBLE_LOAD("q3", "r5") multiply " r8, " b ", q2\n" \
    THIMBLE_LOAD("q2", "r7") multiply " r2, " a ", q3\n" multiply " r10, " b ", q3\n" \
    THIMBLE_LOAD("q3", p) multiply " r4, " a ", q2\n" multiply " r12, " b ", q2\n" \
    column multiply " r6, " a ", q3\n" row_a multiply " lr, " b ", q3\n" row_b

#define THIMBLE_BEGIN_SUMS "vmladav.s8"
#define THIMBLE_ADD_TO_SUMS "vmladava.s8"
#define THIMBLE_LOAD(q, w) "vldrb.8 " q ", [" w "], #16\n"
#define THIMBLE_COLUMN THIMBLE_LOAD("q2", "r3")

/* Sixteen values whose rows are loaded, as those of the next are then, from where r1 arrives; and blocks of them. */
#define THIMBLE_ROWS THIMBLE_LOAD("q0", "r1") THIMBLE_LOAD("q1", "r1")
#define THIMBLE_SIXTEEN(p) \
    THIMBLE_PRODUCTS(THIMBLE_ADD_TO_SUMS, "q0", "q1", p, THIMBLE_COLUMN, THIMBLE_LOAD("q0", "r1"), \
                     THIMBLE_LOAD("q1", "r1"))
#define THIMBLE_LAST_SIXTEEN(p) THIMBLE_PRODUCTS(THIMBLE_ADD_TO_SUMS, "q0", "q1", p, "", "", "")
#define THIMBLE_SIXTEENS_3(p) THIMBLE_SIXTEEN(p) THIMBLE_SIXTEEN(p) THIMBLE_SIXTEEN(p)
#define THIMBLE_VALUES_16(p) \
    THIMBLE_LOAD("q0", "r1") THIMBLE_COLUMN "vmladava.s8 r0, q0, q2\n" THIMBLE_LOAD("q1", "r1") \
    "vmladava.s8 r8, q1, q2\n" THIMBLE_LOAD("q3", "r5") "vmladava.s8 r2, q0, q3\n" \
    THIMBLE_LOAD("q2", "r7") "vmladava.s8 r10, q1, q3\n vmladava.s8 r4, q0, q2\n" \
    THIMBLE_LOAD("q3", p) "vmladava.s8 r12, q1, q2\n vmladava.s8 r6, q0, q3\n vmladava.s8 lr, q1, q3\n"
#define THIMBLE_VALUES_64(p) THIMBLE_ROWS THIMBLE_COLUMN THIMBLE_SIXTEENS_3(p) THIMBLE_LAST_SIXTEEN(p)
#define THIMBLE_VALUES_128(p) \
    THIMBLE_ROWS THIMBLE_COLUMN THIMBLE_SIXTEENS_3(p) THIMBLE_SIXTEENS_3(p) THIMBLE_SIXTEEN(p) THIMBLE_LAST_SIXTEEN(p)

/*
 * Rows of 64 or 128 values from r1 on, which stays; their first 32 are in q4 ... q7 for all tiles. Those of 64 lie
 * side by side, those of 128 one behind the other.
 */
#define THIMBLE_ROW(q, at) "vldrw.u32 " q ", [r1, #" at "]\n"
#define THIMBLE_FIRST_64 \
    THIMBLE_ROW("q4", "0") THIMBLE_ROW("q5", "16") THIMBLE_ROW("q6", "32") THIMBLE_ROW("q7", "48")
#define THIMBLE_FIRST_128 \
    THIMBLE_ROW("q4", "0") THIMBLE_ROW("q5", "128") THIMBLE_ROW("q6", "16") THIMBLE_ROW("q7", "144")
#define THIMBLE_FIRST_32(p, a, b) \
    THIMBLE_COLUMN THIMBLE_PRODUCTS(THIMBLE_BEGIN_SUMS, "q4", "q5", p, THIMBLE_COLUMN, "", "") \
    THIMBLE_PRODUCTS(THIMBLE_ADD_TO_SUMS, "q6", "q7", p, THIMBLE_COLUMN, THIMBLE_ROW("q0", a), THIMBLE_ROW("q1", b))
#define THIMBLE_NEXT_16(p, a, b) \
    THIMBLE_PRODUCTS(THIMBLE_ADD_TO_SUMS, "q0", "q1", p, THIMBLE_COLUMN, THIMBLE_ROW("q0", a), THIMBLE_ROW("q1", b))
#define THIMBLE_ALL_64(p) THIMBLE_FIRST_32(p, "64", "80") THIMBLE_NEXT_16(p, "96", "112") THIMBLE_LAST_SIXTEEN(p)
#define THIMBLE_ALL_128(p) \
    THIMBLE_FIRST_32(p, "32", "160") THIMBLE_NEXT_16(p, "48", "176") THIMBLE_NEXT_16(p, "64", "192") \
    THIMBLE_NEXT_16(p, "80", "208") THIMBLE_NEXT_16(p, "96", "224") THIMBLE_NEXT_16(p, "112", "240") \
    THIMBLE_LAST_SIXTEEN(p)

/* The last values of a row, 16 or fewer, which are in q6 and q7; what is beyond them in a column counts as 0. */
#define THIMBLE_REST(q, w) "vldrbt.8 " q ", [" w "]\n"
#define THIMBLE_LAST_VALUES(p) \
    "vpstttt\n" THIMBLE_REST("q2", "r3") "vmladavat.s8 r0, q6, q2\n" THIMBLE_REST("q3", "r5") \
    "vmladavat.s8 r8, q7, q2\n vmladava.s8 r2, q6, q3\n vmladava.s8 r10, q7, q3\n" \
    "vpstttt\n" THIMBLE_REST("q2", "r7") "vmladavat.s8 r4, q6, q2\n" THIMBLE_REST("q3", p) \
    "vmladavat.s8 r12, q7, q2\n vmladava.s8 r6, q6, q3\n vmladava.s8 lr, q7, q3\n"

#define THIMBLE_SUMS "{r0, r2, r4, r6, r8, r10, r12, lr}"
#define THIMBLE_COLUMNS(p) "ldrd r3, r5, [r1, #56]\n ldrd r7, " p ", [r1, #64]\n"
#define THIMBLE_STEP "ldr r2, [r1, #48]\n"
#define THIMBLE_NEXT_COLUMNS(p, step) \
    step "add r3, r3, r2\n add r5, r5, r2\n add r7, r7, r2\n add " p ", " p ", r2\n"
#define THIMBLE_SAME_COLUMNS(p, step)

/* With r9: the sums are stored; another tile follows if they have not reached the end. */
#define THIMBLE_TILE_BEGIN \
    THIMBLE_COLUMNS("r9") "1: ldm r1, {r0, r2, r4, r6, r8, r10, r11, r12, lr}\n ldr r1, [r1, #36]\n"
#define THIMBLE_TILE_END "ldr r11, [r1, #40]\n stm r11!, " THIMBLE_SUMS "\n str r11, [r1, #40]\n"
#define THIMBLE_NEXT_TILE "ldr r0, [r1, #44]\n cmp r11, r0\n bne 1b\n"
#define THIMBLE_REPEAT(values) THIMBLE_TILE_BEGIN "2:\n" values("r9") "subs r11, r11, #1\n bne 2b\n" THIMBLE_TILE_END

/* All values of a row; r1 is at the rows, r11 at the sums, for there is no counter; their end and `step` wait. */
#define THIMBLE_ONCE(first, values, next) \
    THIMBLE_COLUMNS("r9") "ldrd r0, r2, [r1, #44]\n sub sp, #8\n strd r0, r2, [sp]\n" \
    "ldr r11, [r1, #40]\n ldr r1, [r1, #36]\n" first \
    "1:\n" values("r9") "stm r11!, " THIMBLE_SUMS "\n" next("r9", "ldr r2, [sp, #4]\n") \
    "ldr r0, [sp]\n cmp r11, r0\n bne 1b\n add sp, #8\n"

/* The rows' last values, and how many they are. */
#define THIMBLE_LAST_ROWS "ldr r0, [r1, #52]\n vctp.8 r0\n vldrb.8 q6, [r1, #-32]\n vldrb.8 q7, [r1, #-16]\n"
#define THIMBLE_ANY \
    THIMBLE_LAST_ROWS THIMBLE_TILE_BEGIN "cmp r11, #0\n beq 3f\n" \
    "2:\n" THIMBLE_VALUES_16("r9") "subs r11, r11, #1\n bne 2b\n" \
    "3:\n" THIMBLE_LAST_VALUES("r9") "adds r1, r1, #32\n" THIMBLE_TILE_END

/*
 * Without it: the counter is counted in r0, whose sum is put aside meanwhile. All of that is on the stack, in room that
 * the assembly makes, for an operand in memory would cost the loops with r9 a frame. r12 and lr are zero as well.
 */
#define THIMBLE_ASIDE "[sp]"
#define THIMBLE_COUNT "[sp, #4]"
#define THIMBLE_DESCRIPTION "[sp, #8]"
#define THIMBLE_ON_STACK(body) "sub sp, #16\n str r1, " THIMBLE_DESCRIPTION "\n" body "add sp, #16\n"
#define THIMBLE_TILE_BEGIN_13 \
    THIMBLE_COLUMNS("r11") "1: ldr r0, [r1, #24]\n str r0, " THIMBLE_COUNT "\n cmp r0, #0\n" \
    "ldm r1, {r0, r2, r4, r6, r8, r10}\n mov r12, r0\n mov lr, r0\n ldr r1, [r1, #36]\n"
#define THIMBLE_COUNT_13 \
    "str r0, " THIMBLE_ASIDE "\n ldr r0, " THIMBLE_COUNT "\n subs r0, r0, #1\n str r0, " THIMBLE_COUNT "\n" \
    "ldr r0, " THIMBLE_ASIDE "\n bne 2b\n"
#define THIMBLE_TILE_END_13 \
    "ldr r1, [r1, #40]\n stm r1!, " THIMBLE_SUMS "\n ldr r0, " THIMBLE_DESCRIPTION "\n str r1, [r0, #40]\n mov r1, r0\n"
#define THIMBLE_NEXT_TILE_13 "ldrd r0, r2, [r1, #40]\n cmp r0, r2\n bne 1b\n"
#define THIMBLE_REPEAT_13(values) THIMBLE_TILE_BEGIN_13 "2:\n" values("r11") THIMBLE_COUNT_13 THIMBLE_TILE_END_13
#define THIMBLE_ONCE_13(first, values, next) \
    THIMBLE_COLUMNS("r11") "ldr r1, [r1, #36]\n" first \
    "1:\n" values("r11") "ldr r1, " THIMBLE_DESCRIPTION "\n" THIMBLE_TILE_END_13 next("r11", THIMBLE_STEP) \
    "ldrd r0, r2, [r1, #40]\n ldr r1, [r1, #36]\n cmp r0, r2\n bne 1b\n"
#define THIMBLE_ANY_13 \
    THIMBLE_LAST_ROWS THIMBLE_TILE_BEGIN_13 "beq 3f\n" \
    "2:\n" THIMBLE_VALUES_16("r11") THIMBLE_COUNT_13 \
    "3:\n" THIMBLE_LAST_VALUES("r11") "adds r1, r1, #32\n" THIMBLE_TILE_END_13

/* All of 16 values: the rows stay in their registers. */
#define THIMBLE_TILES_16(p, end, compare) \
    THIMBLE_COLUMNS(p) \
    "ldr r0, [r1, #36]\n vldrb.8 q0, [r0]\n vldrb.8 q1, [r0, #16]\n" end "ldr r1, [r1, #40]\n" \
    "1:\n" THIMBLE_COLUMN THIMBLE_PRODUCTS(THIMBLE_BEGIN_SUMS, "q0", "q1", p, "", "", "") \
    "stm r1!, " THIMBLE_SUMS "\n" compare "bne 1b\n"

#define THIMBLE_DEFINE_TILES(name, body, body_13) \
    static THIMBLE_NO_FRAME void name(const thimble_tiles_t *t) \
    { \
        register const thimble_tiles_t *tiles __asm__("r1") = t; \
        uint32_t ninth; \
        __asm__ volatile(THIMBLE_WITH_R9(body, THIMBLE_ON_STACK(body_13)) \
                         : "+r"(tiles), [ninth] "=&rm"(ninth) \
                         : \
                         : "r0", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r10", "r11", "r12", "lr", "cc", "memory", \
                           "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7"); \
    }

/* In the order of thimble_run_tiles. */
THIMBLE_DEFINE_TILES(thimble_tiles_16, THIMBLE_TILES_16("r9", "ldr r11, [r1, #44]\n", "cmp r1, r11\n"),
                     THIMBLE_TILES_16("r11", "", "ldr r0, " THIMBLE_DESCRIPTION "\n ldr r0, [r0, #44]\n cmp r1, r0\n"))
THIMBLE_DEFINE_TILES(thimble_tiles_128, THIMBLE_ONCE(THIMBLE_FIRST_128, THIMBLE_ALL_128, THIMBLE_SAME_COLUMNS),
                     THIMBLE_ONCE_13(THIMBLE_FIRST_128, THIMBLE_ALL_128, THIMBLE_SAME_COLUMNS))
THIMBLE_DEFINE_TILES(thimble_tiles_128_times, THIMBLE_REPEAT(THIMBLE_VALUES_128) THIMBLE_NEXT_TILE,
                     THIMBLE_REPEAT_13(THIMBLE_VALUES_128) THIMBLE_NEXT_TILE_13)
THIMBLE_DEFINE_TILES(thimble_tiles_64, THIMBLE_ONCE(THIMBLE_FIRST_64, THIMBLE_ALL_64, THIMBLE_NEXT_COLUMNS),
                     THIMBLE_ONCE_13(THIMBLE_FIRST_64, THIMBLE_ALL_64, THIMBLE_NEXT_COLUMNS))
THIMBLE_DEFINE_TILES(thimble_tiles_64_times,
                     THIMBLE_REPEAT(THIMBLE_VALUES_64) THIMBLE_NEXT_COLUMNS("r9", THIMBLE_STEP) THIMBLE_NEXT_TILE,
                     THIMBLE_REPEAT_13(THIMBLE_VALUES_64) THIMBLE_NEXT_COLUMNS("r11", THIMBLE_STEP)
                     THIMBLE_NEXT_TILE_13)
THIMBLE_DEFINE_TILES(thimble_tiles_any, THIMBLE_ANY THIMBLE_NEXT_COLUMNS("r9", THIMBLE_STEP) THIMBLE_NEXT_TILE,
                     THIMBLE_ANY_13 THIMBLE_NEXT_COLUMNS("r11", THIMBLE_STEP) THIMBLE_NEXT_TILE_13)
#endif

/* The sums of all tiles: tile i has the products of column i of each quarter with the first row, then the second. */
THIMBLE_INLINED void thimble_run_tiles(const thimble_tiles_t *t)
{
#if THIMBLE_MVE
    if (thimble_is_narrow(t->count, t->stride)) {
        thimble_tiles_16(t);
    } else if (thimble_is_whole(t->count, t->stride)) {
        thimble_tiles_128(t);
    } else if (t->count == 64u) {
        thimble_tiles_64(t);
    } else if (thimble_is_even(t->count, t->stride)) {
        thimble_tiles_128_times(t);
    } else if (t->count % 64u == 0) {
        thimble_tiles_64_times(t);
    } else {
        thimble_tiles_any(t);
    }
#else
    const uint32_t sums = (uint32_t)(t->end - t->sums);
    for (uint32_t i = 0; i < sums; i++) {
        const int8_t *const w = t->w[i % 4u] + (size_t)(i / 8u) * t->stride;
        const int8_t *const x = t->x + i / 4u % 2u * 16u;
        int32_t sum = 0;
        for (uint32_t j = 0; j < t->count; j++) {
            sum += x[j / 16u * 32u + j % 16u] * w[j];
        }
        t->sums[i] = sum;
    }
#endif
}

#endif
