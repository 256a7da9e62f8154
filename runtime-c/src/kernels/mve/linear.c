/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matrix products on Helium (docs/numerics.md, section 4): two rows at a time, a hundred and twenty-eight columns at a
 * time, whose sums wait on the stack to be requantised eight by eight. All rows meet the same columns before the next
 * ones, so that what a cache holds is used again.
 *
 * Scratch: two rows of x, and THIMBLE_TILES_BYTES.
 */
#include "thimble/kernels.h"
#include "tile.h"

/* A multiple of four quarters of eight. */
#define COLUMNS 128u
/* Columns that are requantised at a time. */
#define EIGHT 8u

/* The results of two rows in columns that follow each other; where there is one row both pointers are the same. */
typedef struct {
    const int32_t *sums; /* of the first column in its quarter */
    const int32_t *bias;
    const int32_t *multiplier;
    uint32_t shift;
    int32_t zero_point; /* of y */
    uint32_t eights;    /* how many times eight columns of a quarter */
    uint32_t quarters;  /* 4 where they follow each other, else 1 */
} result_t;

#if THIMBLE_MVE
/*
 * Eight results of two rows at a time. Columns of even and odd number are apart until narrowing puts them side by side.
 * Products mostly need no shift, and 16-bit results have no zero point: what is not needed is left out. The zero point
 * of 8-bit results is added when they have been saturated to 16 bits, which changes nothing that 8 bits can show.
 */
#define REQUANTIZE(shifted, added, store) \
    "vidup.u32 q7, %7, #8\n vshl.i32 q7, q7, #3\n vadd.i32 q7, q7, %0\n rsb %0, %8, #0\n lsl %0, %0, #8\n" \
    "add %0, %0, #4\n mov %7, %9\n" \
    "1: dls lr, %8\n" \
    "2: vld20.32 {q2, q3}, [%1]\n vldrw.u32 q0, [q7, #256]!\n" \
    "vld21.32 {q2, q3}, [%1]!\n vldrw.u32 q1, [q7, #16]\n vadd.i32 q0, q0, q2\n" \
    "vld20.32 {q4, q5}, [%2]\n vadd.i32 q1, q1, q2\n vldrw.u32 q2, [q7, #32]\n" shifted("q0") shifted("q1") \
    "vld21.32 {q4, q5}, [%2]!\n vadd.i32 q2, q2, q3\n vldrw.u32 q6, [q7, #48]\n vrmulh.s32 q0, q0, q4\n" \
    "vadd.i32 q6, q6, q3\n vrmulh.s32 q1, q1, q4\n" shifted("q2") shifted("q6") \
    "vrmulh.s32 q2, q2, q5\n vrmulh.s32 q6, q6, q5\n" added("q0") added("q1") added("q2") added("q6") \
    "vqmovnb.s32 q0, q0\n vqmovnb.s32 q1, q1\n vqmovnt.s32 q0, q2\n vqmovnt.s32 q1, q6\n" store \
    "le lr, 2b\n" \
    "vadd.i32 q7, q7, %0\n subs %7, %7, #1\n bne 1b\n"

#define SHIFT(q) "vshl.s32 " q ", %5\n"
#define ADD(q) "vadd.i32 " q ", " q ", %6\n"
#define NOTHING(q)

#define STORE_8 \
    "vqadd.s16 q0, q0, %6\n vqadd.s16 q1, q1, %6\n vqmovnb.s16 q0, q0\n vqmovnb.s16 q1, q1\n" \
    "vstrb.16 q0, [%3], #8\n vstrb.16 q1, [%4], #8\n"

#define STORE_16 "vstrh.16 q0, [%3], #16\n vstrh.16 q1, [%4], #16\n"

#define DEFINE_STORE(name, value_t, saturate, shifted, added, store) \
    static THIMBLE_NO_FRAME void name(const result_t *r, value_t *first, value_t *second) \
    { \
        const int32_t *sums = r->sums - 8u * THIMBLE_TILE_SUMS; \
        const int32_t *bias = r->bias; \
        const int32_t *multiplier = r->multiplier; \
        uint32_t from = 0; \
        __asm__ volatile(REQUANTIZE(shifted, added, store) \
                         : "+r"(sums), "+r"(bias), "+r"(multiplier), "+r"(first), "+r"(second) \
                         : "r"(r->shift), "r"(r->zero_point), "Te"(from), "r"(r->eights), "r"(r->quarters) \
                         : "lr", "cc", "memory", "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7"); \
    }
#else
#define DEFINE_STORE(name, value_t, saturate, shifted, added, store) \
    static void name(const result_t *r, value_t *first, value_t *second) \
    { \
        const uint32_t length = EIGHT * r->eights; \
        for (uint32_t i = 0; i < length * r->quarters; i++) { \
            const int32_t *const sums = r->sums + (size_t)(i % length) * THIMBLE_TILE_SUMS + i / length; \
            const int32_t a = thimble_shift_left(sums[0] + r->bias[i], r->shift); \
            const int32_t b = thimble_shift_left(sums[4] + r->bias[i], r->shift); \
            first[i] = saturate(thimble_mul_high_add(a, r->multiplier[i], r->zero_point)); \
            second[i] = saturate(thimble_mul_high_add(b, r->multiplier[i], r->zero_point)); \
        } \
    }
#endif

DEFINE_STORE(scale_8, int8_t, thimble_saturate_8, NOTHING, NOTHING, STORE_8)
DEFINE_STORE(shift_8, int8_t, thimble_saturate_8, SHIFT, NOTHING, STORE_8)
DEFINE_STORE(scale_16, int16_t, thimble_saturate_16, NOTHING, NOTHING, STORE_16)
DEFINE_STORE(shift_16, int16_t, thimble_saturate_16, SHIFT, ADD, STORE_16)

/* Where two rows of y begin, and how many bits a value of them has. */
typedef struct {
    void *first;
    void *second;
    uint32_t bits;
} rows_t;

THIMBLE_INLINED void store_eights(const result_t *r, rows_t y, uint32_t column)
{
    if (y.bits == 8u && r->shift == 0) {
        scale_8(r, (int8_t *)y.first + column, (int8_t *)y.second + column);
    } else if (y.bits == 8u) {
        shift_8(r, (int8_t *)y.first + column, (int8_t *)y.second + column);
    } else if (r->shift == 0 && r->zero_point == 0) {
        scale_16(r, (int16_t *)y.first + column, (int16_t *)y.second + column);
    } else {
        shift_16(r, (int16_t *)y.first + column, (int16_t *)y.second + column);
    }
}

/* Fewer than eight columns, of which there cannot be many. */
THIMBLE_INLINED void store_few(const result_t *r, rows_t y, uint32_t column, uint32_t columns)
{
    for (uint32_t i = 0; i < columns; i++) {
        const int32_t *const sums = r->sums + (size_t)i * THIMBLE_TILE_SUMS;
        const int32_t a = thimble_requantized(sums[0] + r->bias[i], r->shift, r->multiplier[i], r->zero_point);
        const int32_t b = thimble_requantized(sums[4] + r->bias[i], r->shift, r->multiplier[i], r->zero_point);
        thimble_store(y.first, column + i, y.bits, a);
        thimble_store(y.second, column + i, y.bits, b);
    }
}

/* The results of a quarter's columns. */
THIMBLE_INLINED void store_quarter(const result_t *r, rows_t y, uint32_t column, uint32_t columns)
{
    if (columns < EIGHT) {
        store_few(r, y, column, columns);
        return;
    }
    store_eights(r, y, column);
    if (columns % EIGHT != 0) {
        /* The last eight once more, some of which are new. */
        const uint32_t last = columns - EIGHT;
        const result_t end = {r->sums + (size_t)last * THIMBLE_TILE_SUMS, r->bias + last, r->multiplier + last,
                              r->shift, r->zero_point, 1, 1};
        store_eights(&end, y, column + last);
    }
}

/* The results of `columns` columns from `column` on, whose sums are those of tiles. */
THIMBLE_INLINED void store(const thimble_linear_data *p, const int32_t *sums, uint32_t column, uint32_t columns,
                           rows_t y)
{
    const uint32_t length = thimble_quarter(columns);
    result_t r = {sums,          p->bias + column, p->multiplier + column, p->shift,
                  p->zero_point, length / EIGHT,   THIMBLE_QUARTERS};
    if (columns % (THIMBLE_QUARTERS * EIGHT) == 0) {
        store_eights(&r, y, column);
        return;
    }
    r.quarters = 1;
    for (uint32_t quarter = 0; quarter < THIMBLE_QUARTERS; quarter++) {
        const uint32_t from = column + thimble_quarter_start(quarter, columns);
        r.sums = sums + quarter;
        r.bias = p->bias + from;
        r.multiplier = p->multiplier + from;
        store_quarter(&r, y, from, length);
    }
}

THIMBLE_INLINED void product(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, void *y,
                             uint32_t bits)
{
    int32_t sums[COLUMNS / THIMBLE_QUARTERS * THIMBLE_TILE_SUMS];
    for (uint32_t column = 0; column < p->outputs; column += COLUMNS) {
        const uint32_t columns = thimble_lesser(p->outputs - column, COLUMNS);
        thimble_tiles_t *const tiles =
            thimble_tiles(scratch, p->weight + (size_t)column * p->inputs, p->inputs, columns, p->inputs, sums);
        for (uint32_t row = 0; row < rows; row += 2u) {
            const uint32_t second = thimble_lesser(row + 1u, rows - 1u);
            uint8_t *const bytes = (uint8_t *)y;
            const rows_t pair = {bytes + (size_t)row * p->outputs * (bits / 8u),
                                 bytes + (size_t)second * p->outputs * (bits / 8u), bits};
            thimble_take_rows(tiles, x + (size_t)row * p->inputs, x + (size_t)second * p->inputs, scratch);
            tiles->sums = sums;
            thimble_run_tiles(tiles);
            store(p, sums, column, columns, pair);
        }
    }
}

THIMBLE_SHARED
void thimble_linear_s8(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y)
{
    product(p, x, rows, scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_s16(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y)
{
    product(p, x, rows, scratch, y, 16u);
}
