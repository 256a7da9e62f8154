/*
 * Causal depthwise convolution on the DSP extension (docs/numerics.md, section 5).
 *
 * For up to four output rows, each input channel's window is gathered once as int16_t; then a channel's taps are dot
 * products along that window, two taps at a time.
 */
#include "dsp.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* Two 16-bit values from an address that need not be a multiple of four. */
static inline uint32_t load_pair(const int16_t *x)
{
    uint32_t word;
    memcpy(&word, x, sizeof word);
    return word;
}

/* window[i] = row first - taps + 1 + i of one channel, zero before the first row, for taps - 1 + rows values. */
static void gather(const int8_t *x, uint32_t stride, uint32_t first, uint32_t rows, uint32_t taps, int16_t *window)
{
    const uint32_t before = first + 1u < taps ? first + 1u : taps;
    const uint32_t missing = taps - before;
    const uint32_t count = before + rows - 1u;
    for (uint32_t i = 0; i < missing; i++) {
        *window++ = 0;
    }
    x += (size_t)(first + 1u - before) * stride;
    for (uint32_t i = 0; i < count; i++) {
        *window++ = *x;
        x += stride;
    }
}

/* sums[r] = bias + taps of the filter over the window from r on, for four rows. */
static inline void convolve(const int16_t *window, const int8_t *weight, uint32_t taps, int32_t bias, int32_t sums[4])
{
    int32_t s0 = bias;
    int32_t s1 = bias;
    int32_t s2 = bias;
    int32_t s3 = bias;
    uint32_t tap = 0;
    for (; tap + 4u <= taps; tap += 4u) {
        const uint32_t word = thimble_load_word(weight + tap);
        const uint32_t even = thimble_bytes_02(word);
        const uint32_t odd = thimble_bytes_13(word);
        const uint32_t w01 = thimble_lower_halves(even, odd);
        const uint32_t w23 = thimble_upper_halves(even, odd);
        const int16_t *const at = window + tap;
        s0 = thimble_dual_multiply_add(load_pair(at), w01, s0);
        s1 = thimble_dual_multiply_add(load_pair(at + 1), w01, s1);
        s2 = thimble_dual_multiply_add(load_pair(at + 2), w01, s2);
        s3 = thimble_dual_multiply_add(load_pair(at + 3), w01, s3);
        s0 = thimble_dual_multiply_add(load_pair(at + 2), w23, s0);
        s1 = thimble_dual_multiply_add(load_pair(at + 3), w23, s1);
        s2 = thimble_dual_multiply_add(load_pair(at + 4), w23, s2);
        s3 = thimble_dual_multiply_add(load_pair(at + 5), w23, s3);
    }
    for (; tap < taps; tap++) {
        const int32_t w = weight[tap];
        s0 += window[tap] * w;
        s1 += window[tap + 1u] * w;
        s2 += window[tap + 2u] * w;
        s3 += window[tap + 3u] * w;
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
}

/* Up to four rows of all output channels. */
static void block(const thimble_convolution_t *p, const int8_t *x, uint32_t first, uint32_t rows, int16_t *window,
                  int8_t *y)
{
    const thimble_convolution_t d = *p;
    const uint32_t group = d.outputs / d.inputs;
    uint32_t column = 0;
    for (uint32_t input = 0; input < d.inputs; input++) {
        gather(x + input, d.inputs, first, rows, d.taps, window);
        for (uint32_t i = 0; i < group; i++) {
            int32_t sums[4];
            convolve(window, d.weight + (size_t)column * d.taps, d.taps, d.bias[column], sums);
            for (uint32_t row = 0; row < rows; row++) {
                const int32_t sum = thimble_shift_left(sums[row], d.shift);
                y[(size_t)row * d.outputs + column] =
                    thimble_saturate_8(thimble_mul_high_add(sum, d.multiplier[column], d.zero_point));
            }
            column++;
        }
    }
}

void thimble_convolution_s8(const thimble_convolution_t *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    int16_t *const window = (int16_t *)scratch;
    /* A block of fewer than four rows computes four all the same: what it reads must be there. */
    memset(window, 0, ((size_t)p->taps + 3u) * sizeof *window);
    for (uint32_t done = 0; done < rows; done += 4u) {
        const uint32_t here = rows - done < 4u ? rows - done : 4u;
        block(p, x, first + done, here, window, y);
        y += (size_t)here * p->outputs;
    }
}
