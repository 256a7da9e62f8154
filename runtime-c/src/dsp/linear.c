/* Matrix products on the DSP extension (docs/numerics.md, section 4): four rows at a time, two products at a time. */
#include "dot.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* bias + x . weight for one row that is not widened. */
static int32_t single(const thimble_linear_t *p, const int8_t *x, uint32_t column)
{
    const int8_t *weight = p->weight + (size_t)column * p->inputs;
    const int8_t *const end = x + p->inputs;
    int32_t sum = p->bias[column];
    for (; end - x >= 4; x += 4) {
        const uint32_t a = thimble_load_word(x);
        const uint32_t b = thimble_load_word(weight);
        sum = thimble_dual_multiply_add(thimble_bytes_02(a), thimble_bytes_02(b), sum);
        sum = thimble_dual_multiply_add(thimble_bytes_13(a), thimble_bytes_13(b), sum);
        weight += 4;
    }
    for (; x != end; x++) {
        sum += *x * *weight++;
    }
    return sum;
}

/* A sum as the result before it is saturated. */
static inline int32_t requantized(int32_t sum, uint32_t shift, int32_t multiplier, int32_t zero_point)
{
    return thimble_mul_high_add(thimble_shift_left(sum, shift), multiplier, zero_point);
}

static int32_t single_result(const thimble_linear_t *p, const int8_t *x, uint32_t column)
{
    return requantized(single(p, x, column), p->shift, p->multiplier[column], p->zero_point);
}

/* 2 ... 4 rows that are widened. The fields are read once: stores of bytes might change them, as far as C knows. */
static void block_s8(const thimble_linear_t *p, const uint32_t *x, uint32_t rows, int8_t *y)
{
    const thimble_linear_t d = *p;
    const int8_t *weight = d.weight;
    for (uint32_t column = 0; column < d.outputs; column++) {
        const int32_t multiplier = d.multiplier[column];
        int32_t sums[4];
        thimble_dot_4(x, weight, d.inputs, d.bias[column], sums);
        weight += d.inputs;
        y[0] = thimble_saturate_8(requantized(sums[0], d.shift, multiplier, d.zero_point));
        y[d.outputs] = thimble_saturate_8(requantized(sums[1], d.shift, multiplier, d.zero_point));
        if (rows > 2u) {
            y[2u * d.outputs] = thimble_saturate_8(requantized(sums[2], d.shift, multiplier, d.zero_point));
        }
        if (rows > 3u) {
            y[3u * d.outputs] = thimble_saturate_8(requantized(sums[3], d.shift, multiplier, d.zero_point));
        }
        y++;
    }
}

static void block_s16(const thimble_linear_t *p, const uint32_t *x, uint32_t rows, int16_t *y)
{
    const thimble_linear_t d = *p;
    const int8_t *weight = d.weight;
    for (uint32_t column = 0; column < d.outputs; column++) {
        const int32_t multiplier = d.multiplier[column];
        int32_t sums[4];
        thimble_dot_4(x, weight, d.inputs, d.bias[column], sums);
        weight += d.inputs;
        y[0] = thimble_saturate_16(requantized(sums[0], d.shift, multiplier, d.zero_point));
        y[d.outputs] = thimble_saturate_16(requantized(sums[1], d.shift, multiplier, d.zero_point));
        if (rows > 2u) {
            y[2u * d.outputs] = thimble_saturate_16(requantized(sums[2], d.shift, multiplier, d.zero_point));
        }
        if (rows > 3u) {
            y[3u * d.outputs] = thimble_saturate_16(requantized(sums[3], d.shift, multiplier, d.zero_point));
        }
        y++;
    }
}

void thimble_linear_s8(const thimble_linear_t *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y)
{
    uint32_t *const widened = (uint32_t *)scratch;
    for (uint32_t first = 0; first < rows; first += 4u) {
        const uint32_t here = rows - first < 4u ? rows - first : 4u;
        if (here == 1u) {
            for (uint32_t column = 0; column < p->outputs; column++) {
                y[column] = thimble_saturate_8(single_result(p, x, column));
            }
        } else {
            thimble_widen_rows(x, here, p->inputs, p->inputs, widened);
            block_s8(p, widened, here, y);
        }
        x += (size_t)4u * p->inputs;
        y += (size_t)4u * p->outputs;
    }
}

void thimble_linear_s16(const thimble_linear_t *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y)
{
    uint32_t *const widened = (uint32_t *)scratch;
    for (uint32_t first = 0; first < rows; first += 4u) {
        const uint32_t here = rows - first < 4u ? rows - first : 4u;
        if (here == 1u) {
            for (uint32_t column = 0; column < p->outputs; column++) {
                y[column] = thimble_saturate_16(single_result(p, x, column));
            }
        } else {
            thimble_widen_rows(x, here, p->inputs, p->inputs, widened);
            block_s16(p, widened, here, y);
        }
        x += (size_t)4u * p->inputs;
        y += (size_t)4u * p->outputs;
    }
}
