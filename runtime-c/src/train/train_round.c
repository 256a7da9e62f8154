/* SPDX-License-Identifier: Apache-2.0 */
/* Between matrices of inference and matrices under training (docs/numerics.md, section 11). */
#include "thimble/fixed.h"
#include "train_fixed.h"
#include "train_round.h"

#define LARGEST_INTEGER 127
#define LARGEST_BIAS (1 << 22)
#define LARGEST_SECOND (1 << 23)
#define UNIT_SHIFT 15u
#define BIAS_SHIFT 6u
#define MERGED_SHIFT 18u

/* A weight of a matrix that lies as thimble_linear_paired_data says. */
static int32_t paired(const uint32_t *words, uint32_t inputs, uint32_t row, uint32_t column)
{
    const uint32_t quad = row / 4u * ((inputs + 3u) / 4u) + column / 4u;
    const uint32_t word = words[4u * quad + column % 2u * 2u + row % 4u / 2u];
    const int32_t both = (int16_t)(column % 4u < 2u ? word : word >> 16);
    const int32_t first = (int8_t)both;
    return row % 2u == 0 ? first : (both - first) / 256;
}

THIMBLE_SHARED
int32_t thimble_train_integer(const thimble_train_rows_data *image, uint32_t inputs, uint32_t row, uint32_t column)
{
    if (image->layout == THIMBLE_TRAIN_PAIRED) {
        return paired((const uint32_t *)image->weights, inputs, row, column);
    }
    return ((const int8_t *)image->weights)[(size_t)row * inputs + column];
}

static void unround_row(const thimble_train_matrix_data *m, const thimble_train_rows_data *image, uint32_t row,
                        int32_t *weights)
{
    const int32_t unit = thimble_scaled(image->multipliers[row], &m->unit, INT32_MAX);
    int64_t bias = image->bias[row];
    uint32_t column = 0;
    uint32_t s;
    for (s = 0; s + 1 < m->segment_count; s++) {
        uint32_t i;
        for (i = 0; i < m->segments[s].columns; i++) {
            const int32_t weight = thimble_train_integer(image, m->columns - 1u, row, column++);
            *weights++ = thimble_clamped(thimble_shifted((int64_t)weight * unit, UNIT_SHIFT), m->largest_weight);
            bias += (int64_t)m->segments[s].zero_point * weight;
        }
    }
    *weights = thimble_clamped(thimble_shifted(bias * unit, UNIT_SHIFT + BIAS_SHIFT), m->largest_weight);
}

THIMBLE_SHARED
void thimble_train_merge_row(const thimble_train_matrix_data *m, const thimble_train_merge_data *merge, uint32_t row,
                             int32_t *weights)
{
    const uint32_t inputs = m->columns - 1u;
    uint32_t column;
    unround_row(m, &merge->image, row, weights);
    for (column = 0; column < inputs; column++) {
        int64_t sum = 0;
        uint32_t i;
        for (i = 0; i < merge->rank; i++) {
            const int32_t raising = merge->raising[(size_t)row * merge->rank + i];
            sum += (int64_t)raising * merge->lowering[(size_t)i * inputs + column];
        }
        weights[column] = thimble_clamped(weights[column] + thimble_shifted(sum, MERGED_SHIFT), m->largest_weight);
    }
}

THIMBLE_SHARED
void thimble_train_unround(const thimble_train_matrix_data *m, const thimble_train_rows_data *image, uint32_t rows,
                           int32_t *weights)
{
    uint32_t row;
    for (row = 0; row < rows; row++) {
        unround_row(m, image, row, weights + (size_t)row * m->columns);
    }
}

static int32_t magnitude(int32_t x)
{
    return x < 0 ? -x : x;
}

/* floor(127 * weight / largest + 1/2). */
static int32_t steps(int64_t weight, int32_t largest)
{
    const int64_t dividend = 2 * LARGEST_INTEGER * weight + largest;
    const int64_t divisor = 2 * (int64_t)largest;
    const int64_t quotient = dividend / divisor;
    return (int32_t)(quotient - (dividend % divisor < 0));
}

/* The bias less the zero points of the inputs, and whether words of two outputs can hold the row's sums. */
static int round_row(const thimble_train_matrix_data *m, const int32_t *weights, thimble_train_row_t *row)
{
    int64_t absolute = 0;
    int64_t bias = steps((int64_t)weights[m->columns - 1u] * (1 << BIAS_SHIFT), row->largest);
    uint32_t s;
    for (s = 0; s + 1 < m->segment_count; s++) {
        uint32_t i;
        for (i = 0; i < m->segments[s].columns; i++) {
            const int32_t weight = steps(*weights++, row->largest);
            absolute += magnitude(weight);
            bias -= (int64_t)m->segments[s].zero_point * weight;
        }
    }
    row->bias = (int32_t)bias;
    return (bias < 0 ? -bias : bias) + 128 * absolute < LARGEST_SECOND;
}

static int32_t largest_of(const thimble_train_matrix_data *m, const int32_t *weights)
{
    const int64_t bias = (int64_t)magnitude(weights[m->columns - 1u]) * (1 << BIAS_SHIFT);
    const int32_t for_bias = (int32_t)((bias * LARGEST_INTEGER + LARGEST_BIAS - 1) / LARGEST_BIAS);
    int32_t largest = for_bias > 1 ? for_bias : 1;
    uint32_t i;
    for (i = 0; i + 1 < m->columns; i++) {
        largest = magnitude(weights[i]) > largest ? magnitude(weights[i]) : largest;
    }
    return largest;
}

THIMBLE_SHARED
void thimble_train_round_row(const thimble_train_matrix_data *m, const int32_t *weights, thimble_train_row_t *row)
{
    row->largest = largest_of(m, weights);
    while (!round_row(m, weights, row)) {
        row->largest *= 2;
    }
    row->multiplier = thimble_scaled(row->largest, &m->multiplier, INT32_MAX);
}

THIMBLE_SHARED
int32_t thimble_train_rounded(const thimble_train_row_t *row, int32_t weight)
{
    return steps(weight, row->largest);
}
