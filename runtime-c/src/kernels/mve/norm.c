/* SPDX-License-Identifier: Apache-2.0 */
/* LayerNorm and RMSNorm on Helium (docs/numerics.md, section 6): two rows at a time, which share gains and biases. */
#include "mve.h"
#include "row_factor.h"
#include "thimble/kernels.h"

/* Columns of two rows that are scaled at a time. */
#define EIGHT 8u

/* Sums of a row's values and of their squares. */
static thimble_row_sums_t sums_of(const int16_t *x, uint32_t width)
{
    thimble_row_sums_t sums = {0, 0};
#if THIMBLE_MVE
    __asm__ volatile("dlstp.16 lr, %3\n"
                     "1: vldrh.16 q0, [%0], #16\n vaddva.s16 %1, q0\n vmlaldava.s16 %Q2, %R2, q0, q0\n letp lr, 1b\n"
                     : "+r"(x), "+Te"(sums.sum), "+r"(sums.squares)
                     : "r"(width)
                     : "lr", "memory", "q0");
#else
    for (uint32_t i = 0; i < width; i++) {
        sums.sum += x[i];
        sums.squares += (uint64_t)(x[i] * (int64_t)x[i]);
    }
#endif
    return sums;
}

/* The squares alone. */
static uint64_t squares_of(const int16_t *x, uint32_t width)
{
    uint64_t squares = 0;
#if THIMBLE_MVE
    __asm__ volatile("dlstp.16 lr, %2\n 1: vldrh.16 q0, [%0], #16\n vmlaldava.s16 %Q1, %R1, q0, q0\n letp lr, 1b\n"
                     : "+r"(x), "+r"(squares)
                     : "r"(width)
                     : "lr", "memory", "q0");
#else
    for (uint32_t i = 0; i < width; i++) {
        squares += (uint64_t)(x[i] * (int64_t)x[i]);
    }
#endif
    return squares;
}

#if THIMBLE_MVE
/* Eight values of a row, those of even and odd number apart until narrowing puts them side by side. */
#define WIDEN(x, even, odd) \
    "vldrh.16 " even ", [" x "], #16\n vmovlt.s16 " odd ", " even "\n vmovlb.s16 " even ", " even "\n"
#define LESS_MEAN(even, odd, mean) "vsub.i32 " even ", " even ", " mean "\n vsub.i32 " odd ", " odd ", " mean "\n"
#define NO_MEAN(even, odd, mean)
#define TIMES(even, odd, factor) "vmul.i32 " even ", " even ", " factor "\n vmul.i32 " odd ", " odd ", " factor "\n"
#define GAIN(even, odd) \
    "vrmulh.s32 " even ", " even ", q4\n vrmulh.s32 " odd ", " odd ", q5\n" \
    "vadd.i32 " even ", " even ", q6\n vadd.i32 " odd ", " odd ", q7\n"
#define NARROW(even, odd) "vqmovnb.s32 " even ", " even "\n vqmovnt.s32 " even ", " odd "\n"

/* Results of 8 bits are saturated to 16 before the shift by 8, which is the same. */
#define STORE_8(even, odd, y) NARROW(even, odd) "vshr.s16 " even ", " even ", #8\n vstrb.16 " even ", [" y "], #8\n"
#define STORE_16(even, odd, y) \
    "vshr.s32 " even ", " even ", #8\n vshr.s32 " odd ", " odd ", #8\n" NARROW(even, odd) \
    "vstrh.16 " even ", [" y "], #16\n"

#define DEFINE_SCALE(name, y_t, saturate, less_mean, store) \
    static THIMBLE_NO_FRAME void name(const thimble_norm_data *p, const int16_t *a, const int16_t *b, \
                                      const thimble_row_scale_t *f, y_t *first, y_t *second) \
    { \
        const int32_t *gain = p->gain; \
        const int32_t *bias = p->bias; \
        __asm__ volatile("wls lr, %10, 2f\n" \
                         "1: vld20.32 {q4, q5}, [%4]\n vld21.32 {q4, q5}, [%4]!\n" WIDEN("%0", "q0", "q1") \
                         "vld20.32 {q6, q7}, [%5]\n vld21.32 {q6, q7}, [%5]!\n" WIDEN("%1", "q2", "q3") \
                         less_mean("q0", "q1", "%6") less_mean("q2", "q3", "%8") \
                         TIMES("q0", "q1", "%7") TIMES("q2", "q3", "%9") GAIN("q0", "q1") GAIN("q2", "q3") \
                         store("q0", "q1", "%2") store("q2", "q3", "%3") "le lr, 1b\n2:\n" \
                         : "+r"(a), "+r"(b), "+l"(first), "+l"(second), "+r"(gain), "+r"(bias) \
                         : "r"(f[0].mean), "r"(f[0].factor), "r"(f[1].mean), "r"(f[1].factor), \
                           "r"(p->width / EIGHT) \
                         : "lr", "memory", "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7"); \
    }
#else
#define DEFINE_SCALE(name, y_t, saturate, less_mean, store) \
    static void name(const thimble_norm_data *p, const int16_t *a, const int16_t *b, const thimble_row_scale_t *f, \
                     y_t *first, y_t *second) \
    { \
        for (uint32_t i = 0; i < p->width / EIGHT * EIGHT; i++) { \
            const int32_t left = (a[i] - f[0].mean) * f[0].factor; \
            const int32_t right = (b[i] - f[1].mean) * f[1].factor; \
            first[i] = saturate(thimble_mul_high_add(left, p->gain[i], p->bias[i]) >> 8); \
            second[i] = saturate(thimble_mul_high_add(right, p->gain[i], p->bias[i]) >> 8); \
        } \
    }
#endif

DEFINE_SCALE(scale_8, int8_t, thimble_saturate_8, NO_MEAN, STORE_8)
DEFINE_SCALE(scale_16, int16_t, thimble_saturate_16, NO_MEAN, STORE_16)
DEFINE_SCALE(centre_8, int8_t, thimble_saturate_8, LESS_MEAN, STORE_8)
DEFINE_SCALE(centre_16, int16_t, thimble_saturate_16, LESS_MEAN, STORE_16)

/* The columns of a row that eights leave. */
THIMBLE_INLINED void scale_rest(const thimble_norm_data *p, const int16_t *x, thimble_row_scale_t f, void *y,
                                uint32_t bits)
{
    for (uint32_t i = p->width / EIGHT * EIGHT; i < p->width; i++) {
        const int32_t value = (x[i] - f.mean) * f.factor;
        thimble_store(y, i, bits, thimble_mul_high_add(value, p->gain[i], p->bias[i]) >> 8);
    }
}

static thimble_row_scale_t centred_scale(const thimble_norm_data *p, const int16_t *x)
{
    return thimble_centred_scale(p, sums_of(x, p->width));
}

static thimble_row_scale_t plain_scale(const thimble_norm_data *p, const int16_t *x)
{
    const thimble_row_scale_t scale = {0, thimble_row_factor(p, squares_of(x, p->width))};
    return scale;
}

/*
 * All rows, two at a time; a last one alone is taken twice. Which norm and how many bits is known where this is
 * inlined.
 */
THIMBLE_INLINED void norm_rows(const thimble_norm_data *p, const int16_t *x, uint32_t rows, void *y, uint32_t bits,
                               int centred)
{
    int8_t *const to = (int8_t *)y;
    const size_t bytes = bits / 8u;
    for (uint32_t row = 0; row < rows; row += 2u) {
        const size_t at = (size_t)row * p->width;
        const size_t second = row + 1u < rows ? at + p->width : at;
        const int16_t *const x0 = x + at;
        const int16_t *const x1 = x + second;
        const thimble_row_scale_t f[2] = {centred ? centred_scale(p, x0) : plain_scale(p, x0),
                               centred ? centred_scale(p, x1) : plain_scale(p, x1)};
        int8_t *const y0 = to + at * bytes;
        int8_t *const y1 = to + second * bytes;
        if (bits == 8u && centred) {
            centre_8(p, x0, x1, f, y0, y1);
        } else if (bits == 8u) {
            scale_8(p, x0, x1, f, y0, y1);
        } else if (centred) {
            centre_16(p, x0, x1, f, (int16_t *)(void *)y0, (int16_t *)(void *)y1);
        } else {
            scale_16(p, x0, x1, f, (int16_t *)(void *)y0, (int16_t *)(void *)y1);
        }
        scale_rest(p, x0, f[0], y0, bits);
        scale_rest(p, x1, f[1], y1, bits);
    }
}

THIMBLE_SHARED
void thimble_layer_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y)
{
    norm_rows(p, x, rows, y, 8u, 1);
}

THIMBLE_SHARED
void thimble_layer_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y)
{
    norm_rows(p, x, rows, y, 16u, 1);
}

THIMBLE_SHARED
void thimble_rms_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y)
{
    norm_rows(p, x, rows, y, 8u, 0);
}

THIMBLE_SHARED
void thimble_rms_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y)
{
    norm_rows(p, x, rows, y, 16u, 0);
}
