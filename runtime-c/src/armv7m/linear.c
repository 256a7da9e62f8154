/* Matrix products on Armv7-M (docs/numerics.md, section 4): four rows at a time, two products in one multiplication. */
#include "packed.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* bias + x . weight for one row that is not packed. */
static int32_t single(const thimble_linear_t *p, const int8_t *x, uint32_t column)
{
    const int8_t *weight = p->weight + (size_t)column * p->inputs;
    const int8_t *const end = x + p->inputs;
    int32_t sum = p->bias[column];
    for (; end - x >= 8; x += 8) {
        sum += x[0] * weight[0] + x[1] * weight[1] + x[2] * weight[2] + x[3] * weight[3];
        sum += x[4] * weight[4] + x[5] * weight[5] + x[6] * weight[6] + x[7] * weight[7];
        weight += 8;
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

/* 2 ... 4 rows that are packed. The fields are read once: stores of bytes might change them, as far as C knows. */
THIMBLE_NO_FRAME static void block_s8(const thimble_linear_t *p, const uint32_t *x, uint32_t rows, int8_t *y)
{
    const thimble_linear_t d = *p;
    const int8_t *weight = d.weight;
    for (uint32_t column = 0; column < d.outputs; column++) {
        const int32_t multiplier = d.multiplier[column];
        const thimble_four_t sums = thimble_dot_4(x, weight, d.inputs, d.bias[column]);
        weight += d.inputs;
        y[0] = thimble_saturate_8(requantized(sums.row[0], d.shift, multiplier, d.zero_point));
        y[d.outputs] = thimble_saturate_8(requantized(sums.row[1], d.shift, multiplier, d.zero_point));
        if (rows > 2u) {
            y[2u * d.outputs] = thimble_saturate_8(requantized(sums.row[2], d.shift, multiplier, d.zero_point));
        }
        if (rows > 3u) {
            y[3u * d.outputs] = thimble_saturate_8(requantized(sums.row[3], d.shift, multiplier, d.zero_point));
        }
        y++;
    }
}

THIMBLE_NO_FRAME static void block_s16(const thimble_linear_t *p, const uint32_t *x, uint32_t rows, int16_t *y)
{
    const thimble_linear_t d = *p;
    const int8_t *weight = d.weight;
    for (uint32_t column = 0; column < d.outputs; column++) {
        const int32_t multiplier = d.multiplier[column];
        const thimble_four_t sums = thimble_dot_4(x, weight, d.inputs, d.bias[column]);
        weight += d.inputs;
        y[0] = thimble_saturate_16(requantized(sums.row[0], d.shift, multiplier, d.zero_point));
        y[d.outputs] = thimble_saturate_16(requantized(sums.row[1], d.shift, multiplier, d.zero_point));
        if (rows > 2u) {
            y[2u * d.outputs] = thimble_saturate_16(requantized(sums.row[2], d.shift, multiplier, d.zero_point));
        }
        if (rows > 3u) {
            y[3u * d.outputs] = thimble_saturate_16(requantized(sums.row[3], d.shift, multiplier, d.zero_point));
        }
        y++;
    }
}

void thimble_linear_s8(const thimble_linear_t *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y)
{
    uint32_t *const packed = (uint32_t *)scratch;
    for (uint32_t first = 0; first < rows; first += 4u) {
        const uint32_t here = rows - first < 4u ? rows - first : 4u;
        if (here == 1u) {
            for (uint32_t column = 0; column < p->outputs; column++) {
                y[column] = thimble_saturate_8(single_result(p, x, column));
            }
        } else {
            thimble_pack_rows(x, here, p->inputs, p->inputs, packed);
            block_s8(p, packed, here, y);
        }
        x += (size_t)4u * p->inputs;
        y += (size_t)4u * p->outputs;
    }
}

void thimble_linear_s16(const thimble_linear_t *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y)
{
    uint32_t *const packed = (uint32_t *)scratch;
    for (uint32_t first = 0; first < rows; first += 4u) {
        const uint32_t here = rows - first < 4u ? rows - first : 4u;
        if (here == 1u) {
            for (uint32_t column = 0; column < p->outputs; column++) {
                y[column] = thimble_saturate_16(single_result(p, x, column));
            }
        } else {
            thimble_pack_rows(x, here, p->inputs, p->inputs, packed);
            block_s16(p, packed, here, y);
        }
        x += (size_t)4u * p->inputs;
        y += (size_t)4u * p->outputs;
    }
}
