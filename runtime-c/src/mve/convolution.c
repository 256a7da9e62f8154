/*
 * Causal depthwise convolution on Helium (docs/numerics.md, section 5). Sixteen input channels at a time are turned, so
 * that a channel's rows lie side by side: a filter of 32 taps stays in two registers while its window moves from row
 * to row, and an output is two loads and two VMLADAVA.
 *
 * Scratch, where W is the number of taps rounded up to a multiple of 32: 16 (W + 32) bytes, sixteen channels over the
 * rows of sixteen windows and some that only zeros meet.
 */
#include "mve.h"
#include "thimble/kernels.h"
#include "turn.h"

/* Rows that are computed at a time. */
#define ROWS 16u
/* Taps that are multiplied at a time. */
#define BLOCK 32u

/* One output channel over up to 16 rows. */
typedef struct {
    const int8_t *weight; /* the tap that meets window[0] */
    const uint8_t *window;
    uint32_t taps;
    uint32_t rows;
    int32_t *sums;
} filter_t;

#if THIMBLE_MVE
/* Up to 32 taps; `begin` and `product` begin a sum or go on with it. */
#define DEFINE_CONVOLVE(name, begin, product)                                                            \
    static void name(const filter_t *f)                                            \
    {                                                                                                    \
        const uint8_t *window = f->window;                                                               \
        int32_t *sums = f->sums;                                                                         \
        int32_t sum = 0;                                                                                 \
        uint32_t taps = f->taps;                                                                         \
        __asm__ volatile("vctp.8 %3\n vpst\n vldrbt.8 q0, [%4]\n subs %3, #16\n it mi\n movmi %3, #0\n" \
                         "vctp.8 %3\n vpst\n vldrbt.8 q1, [%4, #16]\n dls lr, %5\n"                     \
                         "1:\n" begin "vldrb.8 q3, [%0, #16]\n vldrb.8 q2, [%0], #1\n"                  \
                         product " %2, q1, q3\n vmladava.s8 %2, q0, q2\n str %2, [%1], #4\n le lr, 1b\n" \
                         : "+r"(window), "+r"(sums), "+Te"(sum), "+r"(taps)                              \
                         : "r"(f->weight), "r"(f->rows)                                                  \
                         : "lr", "cc", "memory", "q0", "q1", "q2", "q3");                                \
    }
#else
#define DEFINE_CONVOLVE(name, begin, product)                                        \
    static void name(const filter_t *f)                                              \
    {                                                                                \
        for (uint32_t row = 0; row < f->rows; row++) {                               \
            int32_t sum = begin f->sums[row];                                        \
            for (uint32_t tap = 0; tap < f->taps; tap++) {                           \
                sum += f->weight[tap] * (int8_t)f->window[row + tap];                \
            }                                                                        \
            f->sums[row] = sum;                                                      \
        }                                                                            \
    }
#endif

#if THIMBLE_MVE
DEFINE_CONVOLVE(begin, "", "vmladav.s8")
DEFINE_CONVOLVE(go_on, "ldr %2, [%1]\n", "vmladava.s8")
#else
DEFINE_CONVOLVE(begin, 0 *, )
DEFINE_CONVOLVE(go_on, 1 *, )
#endif

/* The results of an output channel: a column of y, whose rows lie `stride` bytes apart. */
static void store(const thimble_convolution_t *p, uint32_t column, const int32_t *sums, uint32_t rows, int8_t *y)
{
    const int32_t bias = p->bias[column];
    const int32_t multiplier = p->multiplier[column];
    const uint32_t stride = p->outputs;
#if THIMBLE_MVE
    uint32_t start = 0;
    __asm__ volatile("vidup.u32 q1, %7, #1\n vmul.i32 q1, q1, %6\n vdup.32 q2, %4\n dlstp.32 lr, %5\n"
                     "1: vldrw.32 q0, [%0], #16\n vadd.i32 q0, q0, %8\n vshl.s32 q0, %2\n"
                     "vrmulh.s32 q0, q0, q2\n vadd.i32 q0, q0, %3\n"
                     "vqmovnb.s32 q0, q0\n vqmovnb.s16 q0, q0\n vstrb.32 q0, [%1, q1]\n add %1, %1, %6, lsl #2\n"
                     "letp lr, 1b\n"
                     : "+r"(sums), "+r"(y)
                     : "r"(p->shift), "r"(p->zero_point), "r"(multiplier), "r"(rows), "r"(stride), "Te"(start),
                       "r"(bias)
                     : "lr", "memory", "q0", "q1", "q2");
#else
    for (uint32_t row = 0; row < rows; row++) {
        const int32_t sum = thimble_shift_left(sums[row] + bias, p->shift);
        y[(size_t)row * stride] = thimble_saturate_8(thimble_mul_high_add(sum, multiplier, p->zero_point));
    }
#endif
}

/* One output channel; `channel` is its turned input, from the oldest row of the first window on. */
static void filter(const thimble_convolution_t *p, uint32_t column, const uint8_t *channel, uint32_t rows, int8_t *y)
{
    int32_t sums[ROWS];
    filter_t f = {p->weight + (size_t)column * p->taps, channel, thimble_lesser(p->taps, BLOCK), rows, sums};
    begin(&f);
    for (uint32_t tap = BLOCK; tap < p->taps; tap += BLOCK) {
        f.weight += BLOCK;
        f.window += BLOCK;
        f.taps = thimble_lesser(p->taps - tap, BLOCK);
        go_on(&f);
    }
    store(p, column, sums, rows, y);
}

/*
 * Up to 16 rows of up to 16 input channels: y points at their first result. Windows before the first row see zeros.
 */
static void convolve_channels(const thimble_convolution_t *p, const int8_t *x, uint32_t first, uint32_t rows,
                              uint32_t channel, uint8_t *turned, int8_t *y)
{
    const uint32_t group = p->outputs / p->inputs;
    const uint32_t channels = thimble_lesser(p->inputs - channel, THIMBLE_TURNED);
    const uint32_t stride = (p->taps + BLOCK - 1u) / BLOCK * BLOCK + BLOCK;
    const uint32_t missing = first + 1u < p->taps ? p->taps - 1u - first : 0;
    const uint32_t oldest = first + missing + 1u - p->taps;
    if (missing != 0) {
        memset(turned, 0, (size_t)THIMBLE_TURNED * stride);
    }
    thimble_turn(x + (size_t)oldest * p->inputs + channel, p->inputs, first + rows - oldest, channels, 0,
                 turned + missing, stride);
    for (uint32_t i = 0; i < channels; i++) {
        for (uint32_t column = (channel + i) * group; column < (channel + i + 1u) * group; column++) {
            filter(p, column, turned, rows, y + column);
        }
        turned += stride;
    }
}

void thimble_convolution_s8(const thimble_convolution_t *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    const uint32_t end = first + rows;
    for (; first < end; first += ROWS) {
        const uint32_t here = thimble_lesser(end - first, ROWS);
        for (uint32_t channel = 0; channel < p->inputs; channel += THIMBLE_TURNED) {
            convolve_channels(p, x, first, here, channel, (uint8_t *)scratch, y);
        }
        y += (size_t)ROWS * p->outputs;
    }
}
