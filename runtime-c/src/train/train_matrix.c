/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices under training (docs/numerics.md, section 11). */
#include "thimble/fixed.h"
#include "train_fixed.h"

#define GRADIENT_SHIFT 2u
#define BIAS_INPUT 64
#define BACK_SHIFT 14u
#define DECAY_SHIFT 8u
#define SLOPE_FRACTION 14u
#define LARGEST_MOMENTUM ((1 << 30) - 1)

/* The nearest value of 31 bits. */
static inline int32_t saturate_31(int32_t x)
{
#if defined(__ARM_FEATURE_SAT) && defined(__thumb2__)
    int32_t y;
    __asm__("ssat %0, #31, %1" : "=r"(y) : "r"(x));
    return y;
#else
    return x < -LARGEST_MOMENTUM - 1 ? -LARGEST_MOMENTUM - 1 : x > LARGEST_MOMENTUM ? LARGEST_MOMENTUM : x;
#endif
}

THIMBLE_SHARED
int thimble_train_rates_fit(const thimble_train_matrix_data *m, const thimble_train_rates_data *rates)
{
    uint32_t s;
    if (rates->rate < 0 || rates->rate > THIMBLE_TRAIN_ONE || rates->momentum < 0
        || rates->momentum >= THIMBLE_TRAIN_ONE || rates->decay < 0 || rates->decay > THIMBLE_TRAIN_ONE) {
        return 0;
    }
    for (s = 0; s < m->segment_count; s++) {
        const thimble_train_segment_data *const segment = &m->segments[s];
        if (thimble_scaled(rates->rate, &segment->step, INT32_MAX) == INT32_MAX
            || thimble_scaled(rates->decay, &segment->decay, INT32_MAX) == INT32_MAX) {
            return 0;
        }
    }
    return 1;
}

THIMBLE_SHARED
void thimble_train_centre(const thimble_train_matrix_data *m, const int8_t *q, int32_t *x)
{
    uint32_t s;
    for (s = 0; s + m->biased < m->segment_count; s++) {
        const int32_t zero_point = m->segments[s].zero_point;
        uint32_t i;
        for (i = 0; i < m->segments[s].columns; i++) {
            *x++ = thimble_shift_left(*q++ - zero_point, m->input_shift);
        }
    }
    if (m->biased) {
        *x = BIAS_INPUT << m->input_shift;
    }
}

THIMBLE_SHARED
void thimble_train_sums(const thimble_train_matrix_data *m, const int32_t *weights, const int32_t *x, uint32_t rows,
                        int64_t *sums)
{
    uint32_t row;
    for (row = 0; row < rows; row++) {
        int64_t sum = 0;
        uint32_t i;
        for (i = 0; i < m->columns; i++) {
            sum += (int64_t)*weights++ * x[i];
        }
        sums[row] = sum >> m->input_shift;
    }
}

THIMBLE_SHARED
void thimble_train_results_s8(const thimble_train_matrix_data *m, const int64_t *sums, uint32_t rows, int8_t *y)
{
    uint32_t row;
    for (row = 0; row < rows; row++) {
        const int32_t sum = thimble_clamped(sums[row], INT32_MAX);
        y[row] = thimble_saturate_8(thimble_scaled(sum, &m->result, INT32_MAX >> 1) + m->zero_point);
    }
}

THIMBLE_SHARED
void thimble_train_results_s16(const thimble_train_matrix_data *m, const int64_t *sums, uint32_t rows, int16_t *y)
{
    uint32_t row;
    for (row = 0; row < rows; row++) {
        const int32_t sum = thimble_clamped(sums[row], INT32_MAX);
        y[row] = thimble_saturate_16(thimble_scaled(sum, &m->result, INT32_MAX >> 1) + m->zero_point);
    }
}

THIMBLE_SHARED
void thimble_train_begin(const thimble_train_matrix_data *m, const thimble_train_rates_data *rates,
                         const int32_t *weights, uint32_t rows, int32_t *momentum)
{
    const int32_t kept = rates->momentum << 7;
    uint32_t row;
    for (row = 0; row < rows; row++) {
        uint32_t s;
        for (s = 0; s < m->segment_count; s++) {
            const int32_t decay = thimble_scaled(rates->decay, &m->segments[s].decay, INT32_MAX);
            uint32_t i;
            for (i = 0; i < m->segments[s].columns; i++) {
                const int32_t less = thimble_mul_high(2 * *momentum, kept);
                const int32_t more = thimble_mul_high(thimble_shift_left(*weights++, DECAY_SHIFT), decay);
                *momentum++ = saturate_31(less + more);
            }
        }
    }
}

THIMBLE_SHARED
void thimble_train_accumulate(const thimble_train_matrix_data *m, const int32_t *gradient, const int32_t *x,
                              uint32_t rows, int32_t *momentum)
{
    uint32_t row;
    for (row = 0; row < rows; row++) {
        const int32_t g = thimble_shift_left(gradient[row], GRADIENT_SHIFT);
        uint32_t i;
        for (i = 0; i < m->columns; i++) {
            momentum[i] = saturate_31(thimble_mul_high_add(g, x[i], momentum[i]));
        }
        momentum += m->columns;
    }
}

THIMBLE_SHARED
void thimble_train_finish(const thimble_train_matrix_data *m, const thimble_train_rates_data *rates,
                          const int32_t *momentum, uint32_t rows, int32_t *weights)
{
    uint32_t row;
    for (row = 0; row < rows; row++) {
        uint32_t s;
        for (s = 0; s < m->segment_count; s++) {
            const int32_t step = thimble_scaled(rates->rate, &m->segments[s].step, INT32_MAX);
            uint32_t i;
            for (i = 0; i < m->segments[s].columns; i++) {
                *weights = thimble_clamped(*weights - thimble_mul_high(*momentum++, step), m->largest_weight);
                weights++;
            }
        }
    }
}

/* The gradient of a step of one column, with 14 fractional bits less than a product of both has. */
static int32_t of_step(const thimble_train_matrix_data *m, const int32_t *weights, const int32_t *gradient,
                       uint32_t rows)
{
    int64_t sum = 0;
    uint32_t row;
    for (row = 0; row < rows; row++) {
        sum += (int64_t)gradient[row] * *weights;
        weights += m->columns;
    }
    return thimble_clamped(thimble_shifted(sum, BACK_SHIFT), INT32_MAX);
}

THIMBLE_SHARED
void thimble_train_back(const thimble_train_matrix_data *m, const int32_t *weights, const int32_t *gradient,
                        uint32_t rows, int32_t *back)
{
    uint32_t s;
    for (s = 0; s + m->biased < m->segment_count; s++) {
        uint32_t i;
        for (i = 0; i < m->segments[s].columns; i++) {
            thimble_add_gradient(
                thimble_scaled(of_step(m, weights++, gradient, rows), &m->segments[s].input, LARGEST_GRADIENT), back++);
        }
    }
}

THIMBLE_SHARED
void thimble_train_slope(const int16_t *slope, const int8_t *x, uint32_t count, int32_t *gradient)
{
    uint32_t i;
    for (i = 0; i < count; i++) {
        const int64_t product = (int64_t)gradient[i] * slope[x[i] + 128];
        gradient[i] = thimble_clamped(thimble_shifted(product, SLOPE_FRACTION), LARGEST_GRADIENT);
    }
}

THIMBLE_SHARED
void thimble_train_add(const int32_t *gradient, uint32_t count, int32_t *back)
{
    uint32_t i;
    for (i = 0; i < count; i++) {
        thimble_add_gradient(gradient[i], &back[i]);
    }
}
