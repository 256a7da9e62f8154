/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices of inference that training goes through (docs/numerics.md, section 11). */
#include "train_fixed.h"
#include "train_round.h"

#define UNIT_SHIFT 15u
#define GRADIENT_SHIFT 24u
#define BACK_SHIFT 5u

/* The real value of a step of a row, with 39 fractional bits. */
static int32_t unit_of(const thimble_train_matrix_data *m, const thimble_train_rows_data *image, uint32_t row)
{
    return thimble_scaled(image->multipliers[row], &m->unit, INT32_MAX);
}

THIMBLE_SHARED
void thimble_train_frozen_sums(const thimble_train_matrix_data *m, const thimble_train_rows_data *image,
                               const int8_t *x, uint32_t rows, int64_t *sums)
{
    const uint32_t inputs = m->columns - m->biased;
    uint32_t row;
    for (row = 0; row < rows; row++) {
        int32_t sum = image->bias[row];
        uint32_t i;
        for (i = 0; i < inputs; i++) {
            sum += thimble_train_integer(image, inputs, row, i) * x[i];
        }
        sums[row] = thimble_shifted((int64_t)sum * unit_of(m, image, row), UNIT_SHIFT);
    }
}

/* The gradient of a step of one column, with 36 fractional bits. */
static int32_t of_step(const thimble_train_rows_data *image, const int32_t *steps, uint32_t rows, uint32_t inputs,
                       uint32_t column)
{
    int64_t sum = 0;
    uint32_t row;
    for (row = 0; row < rows; row++) {
        sum += (int64_t)steps[row] * thimble_train_integer(image, inputs, row, column);
    }
    return thimble_clamped(thimble_shifted(sum, BACK_SHIFT), INT32_MAX);
}

THIMBLE_SHARED
void thimble_train_frozen_back(const thimble_train_matrix_data *m, const thimble_train_rows_data *image,
                               const int32_t *gradient, uint32_t rows, int32_t *steps, int32_t *back)
{
    const uint32_t inputs = m->columns - m->biased;
    uint32_t column = 0;
    uint32_t row;
    uint32_t s;
    for (row = 0; row < rows; row++) {
        const int64_t product = (int64_t)gradient[row] * unit_of(m, image, row);
        steps[row] = thimble_clamped(thimble_shifted(product, GRADIENT_SHIFT), INT32_MAX);
    }
    for (s = 0; s + m->biased < m->segment_count; s++) {
        uint32_t i;
        for (i = 0; i < m->segments[s].columns; i++, column++) {
            const int32_t step = of_step(image, steps, rows, inputs, column);
            thimble_add_gradient(thimble_scaled(step, &m->segments[s].input, LARGEST_GRADIENT), &back[column]);
        }
    }
}
