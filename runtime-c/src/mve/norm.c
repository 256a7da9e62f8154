/* LayerNorm and RMSNorm on Helium (docs/numerics.md, section 6). */
#include "mve.h"
#include "row_factor.h"
#include "thimble/kernels.h"

/* Sums of a row's values and of their squares: |sum| < 2^29, squares < 2^44. */
typedef struct {
    int32_t sum;
    uint64_t squares;
} sums_t;

static sums_t sums_of(const int16_t *x, uint32_t width)
{
    sums_t sums = {0, 0};
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

#if THIMBLE_MVE
/* Saturated to 16 bits first, which saturating to 8 afterwards does not change. */
#define DEFINE_SCALE(name, y_t, saturate, store)                                                                  \
    static void name(const thimble_norm_t *p, const int16_t *x, int32_t mean, int32_t factor, y_t *y)            \
    {                                                                                                             \
        const int32_t *gain = p->gain;                                                                            \
        const int32_t *bias = p->bias;                                                                            \
        __asm__ volatile("dlstp.32 lr, %6\n"                                                                      \
                         "1: vldrh.s32 q0, [%0], #8\n vsub.i32 q0, q0, %4\n vldrw.32 q1, [%1], #16\n"             \
                         "vmul.i32 q0, q0, %5\n vldrw.32 q2, [%2], #16\n vrmulh.s32 q0, q0, q1\n"                 \
                         "vadd.i32 q0, q0, q2\n vshr.s32 q0, q0, #8\n vqmovnb.s32 q0, q0\n" store "letp lr, 1b\n"                   \
                         : "+l"(x), "+r"(gain), "+r"(bias), "+l"(y)                                               \
                         : "r"(mean), "r"(factor), "r"(p->width)                                                  \
                         : "lr", "memory", "q0", "q1", "q2");                                                     \
    }
#else
#define DEFINE_SCALE(name, y_t, saturate, store)                                                       \
    static void name(const thimble_norm_t *p, const int16_t *x, int32_t mean, int32_t factor, y_t *y) \
    {                                                                                                  \
        for (uint32_t i = 0; i < p->width; i++) {                                                      \
            y[i] = saturate(thimble_mul_high_add((x[i] - mean) * factor, p->gain[i], p->bias[i]) >> 8); \
        }                                                                                              \
    }
#endif

DEFINE_SCALE(scale_8, int8_t, thimble_saturate_8, "vqmovnb.s16 q0, q0\n vstrb.32 q0, [%3], #4\n")
DEFINE_SCALE(scale_16, int16_t, thimble_saturate_16, "vstrh.32 q0, [%3], #8\n")

/* floor(sum / width + 1/2); 2^15 is added to every value so that the division is one of natural numbers. */
static int32_t rounded_mean(int32_t sum, uint32_t width)
{
    return (int32_t)((2u * ((uint32_t)sum + 32768u * width) + width) / (2u * width)) - 32768;
}

/* R of a row less its mean: the sum of (x - m)^2 is that of x^2 less m times that of 2 x - m. */
static int32_t centred_factor(const thimble_norm_t *p, sums_t sums, int32_t mean)
{
    const int64_t correction = (int64_t)mean * (2 * (int64_t)sums.sum - (int64_t)mean * (int32_t)p->width);
    return thimble_row_factor(p, sums.squares - (uint64_t)correction);
}

void thimble_layer_norm_s8(const thimble_norm_t *p, const int16_t *x, uint32_t rows, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        const sums_t sums = sums_of(x, p->width);
        const int32_t mean = rounded_mean(sums.sum, p->width);
        scale_8(p, x, mean, centred_factor(p, sums, mean), y);
        x += p->width;
        y += p->width;
    }
}

void thimble_layer_norm_s16(const thimble_norm_t *p, const int16_t *x, uint32_t rows, int16_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        const sums_t sums = sums_of(x, p->width);
        const int32_t mean = rounded_mean(sums.sum, p->width);
        scale_16(p, x, mean, centred_factor(p, sums, mean), y);
        x += p->width;
        y += p->width;
    }
}

void thimble_rms_norm_s8(const thimble_norm_t *p, const int16_t *x, uint32_t rows, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_8(p, x, 0, thimble_row_factor(p, sums_of(x, p->width).squares), y);
        x += p->width;
        y += p->width;
    }
}

void thimble_rms_norm_s16(const thimble_norm_t *p, const int16_t *x, uint32_t rows, int16_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        scale_16(p, x, 0, thimble_row_factor(p, sums_of(x, p->width).squares), y);
        x += p->width;
        y += p->width;
    }
}
