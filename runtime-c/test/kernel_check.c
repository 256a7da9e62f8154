/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the kernels of an instruction set with the portable ones on random and extreme inputs, and counts
 * instructions. The portable sources are compiled with their entry points renamed to portable_...; the others are
 * linked as they are. Runs as the program of a board (boards/_cortexm/startup_cortexm.c) or of the host.
 *
 * Prints "differs <kernel> <shape>" for the first difference of a shape, then one line for each timed shape:
 * "count <kernel> <shape> <instructions of the set> <portable>", and at last "checked <cases>".
 */
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "console.h"
#include "protocol.h"
#include "thimble/fixed.h"
#include "thimble/kernels.h"

#define MAX_WIDTH 520u
#define MAX_ROWS 132u
#define MAX_VALUES (MAX_ROWS * 256u)
#define MAX_TERMS 6u

/* The portable kernels under their other names. */
void portable_linear_s8(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y);
void portable_linear_s16(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y);
void portable_layer_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y);
void portable_layer_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y);
void portable_rms_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y);
void portable_rms_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y);
void portable_attention_s8(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                           const int8_t *v, uint32_t tokens, void *scratch, int8_t *y);
void portable_convolution_s8(const thimble_convolution_data *p, const int8_t *x, uint32_t first, uint32_t rows,
                             void *scratch, int8_t *y);
void portable_lookup_s8(const int8_t *table, const int8_t *x, size_t count, int8_t *y);
void portable_chosen_lookup_s8(const thimble_chosen_lookup_data *p, const int8_t *x, uint32_t rows, int8_t *y);
void portable_add_s8(const thimble_add_data *p, const void *const *x, size_t count, int8_t *y);
void portable_add_s16(const thimble_add_data *p, const void *const *x, size_t count, int16_t *y);

/* Guard values around what a kernel writes. */
#define GUARD 16u
#define GUARD_BYTE 0x5a

static uint32_t state = 1;
static uint32_t cases;
static int8_t weights[MAX_WIDTH * 256u];
static int8_t inputs[3][MAX_VALUES + GUARD];
static int16_t inputs_16[3][MAX_VALUES + GUARD];
static int32_t constants[3][MAX_WIDTH];
static union {
    uint64_t aligned;
    uint8_t bytes[64u * MAX_WIDTH + 2u * GUARD];
} scratch;
static union {
    int16_t s16[MAX_VALUES + 2u * GUARD];
    int8_t s8[2u * MAX_VALUES];
} outputs[2];

/* xorshift32 (Marsaglia, Xorshift RNGs, 2003). */
static uint32_t next(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static uint32_t below(uint32_t limit)
{
    return next() % limit;
}

/* Mostly any value; now and then whole arrays of the extremes. */
static void fill_8(int8_t *x, size_t count, int8_t least)
{
    const uint32_t kind = below(8);
    for (size_t i = 0; i < count; i++) {
        const int8_t any = (int8_t)((int32_t)below(256) - 128);
        const int8_t value = kind == 0 ? least : kind == 1 ? 127 : kind == 2 ? (next() & 1u ? 127 : least) : any;
        x[i] = value < least ? least : value;
    }
}

static void fill_16(int16_t *x, size_t count)
{
    const uint32_t kind = below(8);
    for (size_t i = 0; i < count; i++) {
        const int16_t any = (int16_t)((int32_t)below(65536) - 32768);
        x[i] = kind == 0 ? INT16_MIN : kind == 1 ? INT16_MAX : kind == 2 ? 0 : kind == 3 ? (int16_t)(any >> 8) : any;
    }
}

static void fill_32(int32_t *x, size_t count, uint32_t bits)
{
    for (size_t i = 0; i < count; i++) {
        x[i] = (int32_t)next() >> (32u - bits);
    }
}

static void write_shape(const char *kernel, const uint32_t *shape)
{
    thimble_put_text(kernel);
    for (uint32_t i = 0; i < 4u; i++) {
        thimble_put_text(i == 0 ? " " : "x");
        thimble_put_unsigned(shape[i]);
    }
}

static uint64_t since(const thimble_board_time_t *before)
{
    thimble_board_time_t after;
    thimble_board_clock(&after);
    return thimble_board_instructions(before, &after);
}

/* Both outputs and what lies around them must be the same. */
static void compare(const char *kernel, const uint32_t *shape, uint64_t own, uint64_t portable, int timed)
{
    cases++;
    if (memcmp(&outputs[0], &outputs[1], sizeof outputs[0]) != 0) {
        thimble_put_text("differs ");
        write_shape(kernel, shape);
        thimble_end_line();
    }
    if (timed) {
        thimble_put_text("count ");
        write_shape(kernel, shape);
        thimble_put_text(" ");
        thimble_put_count(own);
        thimble_put_text(" ");
        thimble_put_count(portable);
        thimble_end_line();
    }
}

static void reset(void)
{
    memset(outputs, GUARD_BYTE, sizeof outputs);
    memset(&scratch, GUARD_BYTE, sizeof scratch);
}

/* Runs a call of the set on outputs[0] and the portable one on outputs[1]. */
#define BOTH(kernel, shape, timed, own_call, portable_call) \
    do { \
        thimble_board_time_t before; \
        reset(); \
        thimble_board_clock(&before); \
        own_call; \
        const uint64_t own = since(&before); \
        memset(&scratch, GUARD_BYTE, sizeof scratch); \
        thimble_board_clock(&before); \
        portable_call; \
        compare(kernel, shape, own, since(&before), timed); \
    } while (0)

/*
 * The rounding multiply, which both sets of kernels share, by its formula; of some products the lower word is the half
 * or nearly. shape: the factors and the sum that the product is added to
 */
static void check_rounding(void)
{
    const int32_t a = (int32_t)next() >> below(24);
    const int32_t b = below(2) != 0 ? (int32_t)(UINT32_C(1) << (26u + below(5))) - (int32_t)below(2) : (int32_t)next();
    const int32_t c = (int32_t)next() >> 2;
    const int64_t rounded = ((int64_t)a * b + (INT64_C(1) << 31)) >> 32;
    const uint32_t shape[] = {(uint32_t)a, (uint32_t)b, (uint32_t)c, 0};
    cases++;
    if (thimble_mul_high(a, b) != rounded || thimble_mul_high_add(a, b, c) != c + rounded) {
        thimble_put_text("differs ");
        write_shape("mul_high", shape);
        thimble_end_line();
    }
}

/* shape: rows, inputs, outputs, shift */
static void check_linear(const uint32_t *shape, int timed)
{
    const thimble_linear_data p = {weights,  constants[0], constants[1], shape[1],
                                shape[2], shape[3],     (int32_t)below(2) * ((int32_t)below(256) - 128)};
    fill_8(weights, (size_t)shape[1] * shape[2], -127);
    fill_8(inputs[0], (size_t)shape[0] * shape[1], -128);
    fill_32(constants[0], shape[2], 21);
    fill_32(constants[1], shape[2], 31);
    BOTH("linear_s8", shape, timed,
         thimble_linear_s8(&p, inputs[0], shape[0], scratch.bytes, outputs[0].s8 + GUARD),
         portable_linear_s8(&p, inputs[0], shape[0], scratch.bytes, outputs[1].s8 + GUARD));
    fill_32(constants[1], shape[2], 31);
    BOTH("linear_s16", shape, timed,
         thimble_linear_s16(&p, inputs[0], shape[0], scratch.bytes, outputs[0].s16 + GUARD),
         portable_linear_s16(&p, inputs[0], shape[0], scratch.bytes, outputs[1].s16 + GUARD));
}

#if THIMBLE_CHECK_PAIRS
static int32_t pairs[MAX_WIDTH * 256u];

/* The word of two 16-bit values. */
static int32_t word_of(int first, int second)
{
    return (int32_t)((uint32_t)(uint16_t)first | (uint32_t)second << 16);
}

/* A weight, 0 beyond the matrix. */
static int weight_at(uint32_t columns, uint32_t rows, uint32_t row, uint32_t column)
{
    return row < rows && column < columns ? weights[(size_t)row * columns + column] : 0;
}

/* Two columns of outputs `row` and row + 1. */
static int32_t pair_at(uint32_t columns, uint32_t rows, uint32_t row, uint32_t column)
{
    const int a0 = weight_at(columns, rows, row, column);
    const int a2 = weight_at(columns, rows, row, column + 2u);
    const int b0 = weight_at(columns, rows, row + 1u, column);
    const int b2 = weight_at(columns, rows, row + 1u, column + 2u);
    return word_of(256 * b0 + a0, 256 * b2 + a2);
}

/* A matrix of weights by the contract of thimble_linear_paired_data. */
static void lay_out_pairs(uint32_t columns, uint32_t rows)
{
    int32_t *to = pairs;
    for (uint32_t row = 0; row < rows; row += 4u) {
        for (uint32_t i = 0; i < columns; i += 4u) {
            *to++ = pair_at(columns, rows, row, i);
            *to++ = pair_at(columns, rows, row + 2u, i);
            *to++ = pair_at(columns, rows, row, i + 1u);
            *to++ = pair_at(columns, rows, row + 2u, i + 1u);
        }
    }
}

/* shape: rows, inputs, outputs, 0; biases that leave the sums of 512 products below 2^23 */
static void check_pairs(const uint32_t *shape, int timed)
{
    const int32_t zero_point = (int32_t)below(256) - 128;
    const thimble_linear_paired_data p = {pairs, constants[0], constants[1], shape[1], shape[2], zero_point};
    const thimble_linear_data q = {weights,  constants[0], constants[1], shape[1], shape[2],
                                0,        zero_point};
    fill_8(weights, (size_t)shape[1] * shape[2], -127);
    fill_8(inputs[0], (size_t)shape[0] * shape[1], -128);
    lay_out_pairs(shape[1], shape[2]);
    fill_32(constants[0], shape[2], shape[1] > 256u ? 16u : 21u);
    fill_32(constants[1], shape[2], 31);
    BOTH("linear_paired_s8", shape, timed,
         thimble_linear_paired_s8(&p, inputs[0], shape[0], scratch.bytes, outputs[0].s8 + GUARD),
         portable_linear_s8(&q, inputs[0], shape[0], scratch.bytes, outputs[1].s8 + GUARD));
    BOTH("linear_paired_s16", shape, timed,
         thimble_linear_paired_s16(&p, inputs[0], shape[0], scratch.bytes, outputs[0].s16 + GUARD),
         portable_linear_s16(&q, inputs[0], shape[0], scratch.bytes, outputs[1].s16 + GUARD));
}
#else
static void check_pairs(const uint32_t *shape, int timed)
{
    (void)shape;
    (void)timed;
}
#endif

static int8_t folded[MAX_WIDTH * 256u];
#if THIMBLE_CHECK_FOURFOLD
static int32_t fourfold[MAX_WIDTH * 256u];
#endif

/* Weights of 4 bits, 16 times -7 ... 7; mostly any, now and then all of them extreme. */
static void fill_narrow(size_t count)
{
    const uint32_t kind = below(6);
    for (size_t i = 0; i < count; i++) {
        const int32_t any = (int32_t)below(15) - 7;
        const int32_t extreme = kind == 0 ? -7 : kind == 1u ? 7 : next() & 1u ? 7 : -7;
        weights[i] = (int8_t)(16 * (kind < 3u ? extreme : any));
    }
}

/* A sixteenth of a weight, 0 beyond the matrix. */
static int32_t sixteenth_at(const uint32_t *shape, uint32_t row, uint32_t column)
{
    return row < shape[2] && column < shape[1] ? weights[(size_t)row * shape[1] + column] / 16 : 0;
}

/* A matrix of weights by the contract of thimble_linear_twofold_data. */
static void lay_out_twofold(const uint32_t *shape)
{
    int8_t *to = folded;
    for (uint32_t row = 0; row < shape[2]; row += 2u) {
        for (uint32_t i = 0; i < shape[1]; i++) {
            *to++ = (int8_t)(16 * sixteenth_at(shape, row + 1u, i) + sixteenth_at(shape, row, i));
        }
    }
}

#if THIMBLE_CHECK_FOURFOLD
/* Four outputs' weights of a column, as a 16-bit value. */
static uint32_t fourfold_at(const uint32_t *shape, uint32_t row, uint32_t column)
{
    int32_t value = 0;
    for (uint32_t i = 0; i < 4u; i++) {
        value += (sixteenth_at(shape, row + i, column) + (i < 3u ? 8 : 0)) * (1 << (4u * i));
    }
    return (uint16_t)value;
}

/* A matrix of weights by the contract of thimble_linear_fourfold_data. */
static void lay_out_fourfold(const uint32_t *shape)
{
    int32_t *to = fourfold;
    for (uint32_t row = 0; row < shape[2]; row += 4u) {
        for (uint32_t i = 0; i < shape[1]; i += 4u) {
            *to++ = (int32_t)(fourfold_at(shape, row, i) | fourfold_at(shape, row, i + 2u) << 16);
            *to++ = (int32_t)(fourfold_at(shape, row, i + 1u) | fourfold_at(shape, row, i + 3u) << 16);
        }
    }
}

/* The product of check_narrow once more. */
static void check_fourfold(const thimble_linear_data *q, const uint32_t *shape, int timed)
{
    const thimble_linear_fourfold_data p = {fourfold, q->bias,    q->multiplier,
                                            q->inputs, q->outputs, q->zero_point};
    lay_out_fourfold(shape);
    BOTH("linear_fourfold_s8", shape, timed,
         thimble_linear_fourfold_s8(&p, inputs[0], shape[0], scratch.bytes, outputs[0].s8 + GUARD),
         portable_linear_s8(q, inputs[0], shape[0], scratch.bytes, outputs[1].s8 + GUARD));
    BOTH("linear_fourfold_s16", shape, timed,
         thimble_linear_fourfold_s16(&p, inputs[0], shape[0], scratch.bytes, outputs[0].s16 + GUARD),
         portable_linear_s16(q, inputs[0], shape[0], scratch.bytes, outputs[1].s16 + GUARD));
}
#else
static void check_fourfold(const thimble_linear_data *q, const uint32_t *shape, int timed)
{
    (void)q;
    (void)shape;
    (void)timed;
}
#endif

/* Weights of 4 bits against the portable product with the same weights of 8; shape: rows, inputs, outputs, 0 */
static void check_narrow(const uint32_t *shape, int timed)
{
    const int32_t zero_point = (int32_t)below(256) - 128;
    const thimble_linear_twofold_data p = {folded, constants[0], constants[1], shape[1], shape[2], zero_point};
    const thimble_linear_data q = {weights, constants[0], constants[1], shape[1], shape[2], 0, zero_point};
    fill_narrow((size_t)shape[1] * shape[2]);
    fill_8(inputs[0], (size_t)shape[0] * shape[1], -128);
    lay_out_twofold(shape);
    fill_32(constants[0], shape[2], 21);
    fill_32(constants[1], shape[2], 31);
    BOTH("linear_twofold_s8", shape, timed,
         thimble_linear_twofold_s8(&p, inputs[0], shape[0], scratch.bytes, outputs[0].s8 + GUARD),
         portable_linear_s8(&q, inputs[0], shape[0], scratch.bytes, outputs[1].s8 + GUARD));
    BOTH("linear_twofold_s16", shape, timed,
         thimble_linear_twofold_s16(&p, inputs[0], shape[0], scratch.bytes, outputs[0].s16 + GUARD),
         portable_linear_s16(&q, inputs[0], shape[0], scratch.bytes, outputs[1].s16 + GUARD));
    check_fourfold(&q, shape, timed);
}

/* A copy of values where the set's result goes. */
static const int8_t *copied(const int8_t *values, size_t count)
{
    return (const int8_t *)memcpy(outputs[0].s8 + GUARD, values, count);
}

/* shape: query rows, tokens, width, heads */
static void check_attention(const uint32_t *shape, int timed)
{
    const uint32_t sharpness = below(4);
    const thimble_attention_data p = {shape[2],
                                   shape[3],
                                   (int32_t)(0x7fffffffu >> (4u * sharpness + below(4))),
                                   timed || below(3) == 0 ? 0 : 8u,
                                   below(2) == 0 ? 0x7f000000u : 0xffffffffu,
                                   timed || below(3) != 0 ? 6u : below(9),
                                   (int32_t)below(256) - 128};
    fill_8(inputs[0], (size_t)shape[0] * shape[2], -128);
    fill_8(inputs[1], (size_t)shape[1] * shape[2], -128);
    fill_8(inputs[2], (size_t)shape[1] * shape[2], -128);
    BOTH("attention_s8", shape, timed,
         thimble_attention_s8(&p, inputs[0], shape[0], inputs[1], inputs[2], shape[1], scratch.bytes,
                              outputs[0].s8 + GUARD),
         portable_attention_s8(&p, inputs[0], shape[0], inputs[1], inputs[2], shape[1], scratch.bytes,
                               outputs[1].s8 + GUARD));
    BOTH("attention_s8 in place", shape, 0,
         thimble_attention_s8(&p, copied(inputs[0], (size_t)shape[0] * shape[2]), shape[0], inputs[1], inputs[2],
                              shape[1], scratch.bytes, outputs[0].s8 + GUARD),
         portable_attention_s8(&p, inputs[0], shape[0], inputs[1], inputs[2], shape[1], scratch.bytes,
                               outputs[1].s8 + GUARD));
}

/* shape: rows, inputs, group, taps; a third of the rows lie before the first that is computed */
static void check_convolution(const uint32_t *shape, int timed)
{
    const uint32_t first = shape[0] / 3u;
    const thimble_convolution_data p = {weights,  constants[0], constants[1], shape[1], shape[1] * shape[2],
                                     shape[3], 4u,           (int32_t)below(256) - 128};
    fill_8(weights, (size_t)shape[1] * shape[2] * shape[3], -127);
    fill_8(inputs[0], (size_t)shape[0] * shape[1], -128);
    fill_32(constants[0], shape[1] * shape[2], 21);
    fill_32(constants[1], shape[1] * shape[2], 31);
    BOTH("convolution_s8", shape, timed,
         thimble_convolution_s8(&p, inputs[0], first, shape[0] - first, scratch.bytes, outputs[0].s8 + GUARD),
         portable_convolution_s8(&p, inputs[0], first, shape[0] - first, scratch.bytes, outputs[1].s8 + GUARD));
}

/* floor(sqrt(x)) */
static uint32_t root(uint64_t x)
{
    uint64_t low = 0;
    for (uint64_t bit = UINT64_C(1) << 31; bit != 0; bit >>= 1) {
        const uint64_t middle = low | bit;
        low = middle * middle <= x ? middle : low;
    }
    return (uint32_t)low;
}

/* How far from an address that is a multiple of four values begin; a row may begin anywhere. */
static uint32_t any_offset(int timed)
{
    return timed ? 0 : below(4);
}

/* shape: rows, width, 1, 1; numerator and fractions by the formulas of docs/numerics.md, section 6 */
static void check_norms(const uint32_t *shape, int timed)
{
    int32_t half_bits = 0;
    while (shape[1] >> (2 * half_bits + 2) != 0) {
        half_bits++;
    }
    const int32_t fraction = 31 - half_bits;
    const uint32_t numerator = root((uint64_t)shape[1] << (2 * fraction));
    const thimble_norm_data p = {constants[0], constants[1], (int64_t)below(1u << 30),
                              numerator,    fraction,     29 - half_bits,
                              shape[1]};
    const uint32_t to = GUARD + any_offset(timed);
    const int16_t *const x = inputs_16[0] + any_offset(timed);
    fill_16(inputs_16[0], (size_t)shape[0] * shape[1] + 4u);
    fill_32(constants[0], shape[1], 20u + below(12));
    fill_32(constants[1], shape[1], 16u + below(14));
    BOTH("layer_norm_s8", shape, timed,
         thimble_layer_norm_s8(&p, x, shape[0], outputs[0].s8 + to),
         portable_layer_norm_s8(&p, x, shape[0], outputs[1].s8 + to));
    BOTH("layer_norm_s16", shape, 0,
         thimble_layer_norm_s16(&p, x, shape[0], outputs[0].s16 + to),
         portable_layer_norm_s16(&p, x, shape[0], outputs[1].s16 + to));
    BOTH("rms_norm_s8", shape, timed,
         thimble_rms_norm_s8(&p, x, shape[0], outputs[0].s8 + to),
         portable_rms_norm_s8(&p, x, shape[0], outputs[1].s8 + to));
    BOTH("rms_norm_s16", shape, 0,
         thimble_rms_norm_s16(&p, x, shape[0], outputs[0].s16 + to),
         portable_rms_norm_s16(&p, x, shape[0], outputs[1].s16 + to));
}

/* shape: values, terms, which of them are 16-bit values, which of those have the scale of the result */
static void check_add(const uint32_t *shape, int timed)
{
    thimble_term_data terms[MAX_TERMS];
    const void *x[MAX_TERMS];
    const uint32_t to = GUARD + any_offset(timed);
    const thimble_add_data p = {terms, shape[1], shape[3] != 0 ? 0 : (int32_t)below(256) - 128};
    for (uint32_t i = 0; i < shape[1]; i++) {
        const int wide = (shape[2] >> i & 1u) != 0;
        const int exact = wide && (shape[3] >> i & 1u) != 0;
        terms[i].zero_point = exact ? 0 : wide ? (int32_t)below(2) * (int32_t)below(1024) : (int32_t)below(256) - 128;
        terms[i].shift = exact ? 2u : below(4) == 0 ? (wide ? 12u : 20u) : below(wide ? 4u : 8u);
        terms[i].multiplier = exact ? INT32_C(1) << 30 : (int32_t)(next() >> (2u + below(wide ? 8u : 3u)));
        terms[i].bits = wide ? 16u : 8u;
        fill_8(inputs[i % 3u], shape[0] + 4u, -128);
        fill_16(inputs_16[i % 3u], shape[0] + 4u);
        x[i] = wide ? (const void *)(inputs_16[i % 3u] + any_offset(timed))
                    : (const void *)(inputs[i % 3u] + any_offset(timed));
    }
    BOTH("add_s8", shape, timed, thimble_add_s8(&p, x, shape[0], outputs[0].s8 + to),
         portable_add_s8(&p, x, shape[0], outputs[1].s8 + to));
    BOTH("add_s16", shape, timed, thimble_add_s16(&p, x, shape[0], outputs[0].s16 + to),
         portable_add_s16(&p, x, shape[0], outputs[1].s16 + to));
}

/* shape: values, 1, 1, 1; then once more with the result in the place of the values */
static void check_lookup(const uint32_t *shape, int timed)
{
    const uint32_t from = any_offset(timed);
    const uint32_t to = GUARD + any_offset(timed);
    fill_8(weights, 256, -128);
    fill_8(inputs[0], shape[0] + 4u, -128);
    BOTH("lookup_s8", shape, timed, thimble_lookup_s8(weights, inputs[0] + from, shape[0], outputs[0].s8 + to),
         portable_lookup_s8(weights, inputs[0] + from, shape[0], outputs[1].s8 + to));
    memcpy(outputs[0].s8 + to, inputs[0] + from, shape[0]);
    memcpy(outputs[1].s8 + to, inputs[0] + from, shape[0]);
    thimble_lookup_s8(weights, outputs[0].s8 + to, shape[0], outputs[0].s8 + to);
    portable_lookup_s8(weights, outputs[1].s8 + to, shape[0], outputs[1].s8 + to);
    compare("lookup_s8", shape, 0, 0, 0);
}

/* Choices that fit do, and one that is no function of any channel does not. */
static void check_choice(const thimble_chosen_lookup_data *p, int8_t *choice, const uint32_t *shape)
{
    const uint32_t channel = below(shape[1]);
    const int8_t own = choice[channel];
    int wrong = !thimble_chosen_lookup_fits(p, shape[2]);
    choice[channel] = (int8_t)shape[2];
    wrong |= thimble_chosen_lookup_fits(p, shape[2]);
    choice[channel] = -1;
    wrong |= thimble_chosen_lookup_fits(p, shape[2]);
    choice[channel] = own;
    if (wrong) {
        thimble_put_text("differs ");
        write_shape("chosen_lookup_fits", shape);
        thimble_end_line();
    }
}

/* shape: rows, channels, functions, 0; then once more with the result in the place of the values */
static void check_chosen_lookup(const uint32_t *shape, int timed)
{
    static int8_t choice[MAX_WIDTH];
    const uint32_t to = GUARD + any_offset(timed);
    const thimble_chosen_lookup_data p = {weights, choice, shape[1]};
    const size_t count = (size_t)shape[0] * shape[1];
    fill_8(weights, 256u * shape[2], -128);
    fill_8(inputs[0], count, -128);
    for (uint32_t i = 0; i < shape[1]; i++) {
        choice[i] = (int8_t)below(shape[2]);
    }
    BOTH("chosen_lookup_s8", shape, timed,
         thimble_chosen_lookup_s8(&p, inputs[0], shape[0], outputs[0].s8 + to),
         portable_chosen_lookup_s8(&p, inputs[0], shape[0], outputs[1].s8 + to));
    memcpy(outputs[0].s8 + to, inputs[0], count);
    memcpy(outputs[1].s8 + to, inputs[0], count);
    check_choice(&p, choice, shape);
    thimble_chosen_lookup_s8(&p, outputs[0].s8 + to, shape[0], outputs[0].s8 + to);
    portable_chosen_lookup_s8(&p, outputs[1].s8 + to, shape[0], outputs[1].s8 + to);
    compare("chosen_lookup_s8", shape, 0, 0, 0);
}

/* Any number, or one that kernels may have a loop of its own for: a power of two, a multiple of 64. */
static uint32_t values_of_a_row(uint32_t limit)
{
    const uint32_t kind = below(4);
    return kind == 0 ? 16u << below(4) : kind == 1u ? 64u * (1u + below(4)) : 1u + below(limit);
}

/* Small shapes of every class: one row, one column, tails of every length. */
static void check_random(void)
{
    const uint32_t linear[] = {1u + below(9), values_of_a_row(140), 1u + below(below(4) == 0 ? 200 : 40), below(6)};
    const uint32_t heads = 1u + below(4);
    const uint32_t head_width = heads > 2u ? 1u + below(70) : values_of_a_row(70);
    const uint32_t attention[] = {below(4) == 0 ? 1u : 1u + below(20), 1u + below(66), heads * head_width, heads};
    const uint32_t taps = 1u + below(below(4) == 0 ? 100 : 36);
    const uint32_t convolution[] = {1u + below(60), 1u + below(40), 1u + below(3), taps};
    const uint32_t norm[] = {1u + below(4), 1u + below(150), 1u, 1u};
    const uint32_t terms = 1u + below(below(3) == 0 ? MAX_TERMS : 3u);
    const uint32_t few = 1u << terms;
    const uint32_t wide = below(2) == 0 ? few - 1u - below(2) : below(few);
    const uint32_t add[] = {1u + below(300), terms, wide, below(2) * (below(2) == 0 ? few - 1u : below(few))};
    const uint32_t lookup[] = {1u + below(200), 1u, 1u, 1u};
    const uint32_t chosen[] = {1u + below(4), 1u + below(70), 1u + below(8), 0};
    for (uint32_t i = 0; i < 16u; i++) {
        check_rounding();
    }
    check_linear(linear, 0);
    check_pairs(linear, 0);
    check_narrow(linear, 0);
    check_attention(attention, 0);
    check_convolution(convolution, 0);
    check_norms(norm, 0);
    check_add(add, 0);
    check_lookup(lookup, 0);
    check_chosen_lookup(chosen, 0);
}

/* The shapes of the figures in docs/performance.md. */
static void check_timed(void)
{
    static const uint32_t rows[] = {16, 128, 128, 0};
    static const uint32_t factor[] = {16, 16, 128, 0};
    static const uint32_t queries[] = {16, 128, 128, 1};
    static const uint32_t linear[] = {4, 128, 128, 5};
    static const uint32_t single[] = {1, 128, 128, 5};
    static const uint32_t narrow[] = {4, 512, 128, 4};
    static const uint32_t attention[] = {4, 128, 128, 1};
    static const uint32_t heads[] = {4, 128, 128, 2};
    static const uint32_t convolution[] = {48, 128, 1, 32};
    static const uint32_t norm[] = {4, 128, 1, 1};
    static const uint32_t add[] = {512, 2, 3, 0};
    static const uint32_t residual[] = {512, 2, 1, 0};
    static const uint32_t exact[] = {512, 2, 3, 3};
    static const uint32_t embedding[] = {512, 3, 3, 3};
    static const uint32_t rescaled[] = {512, 1, 1, 0};
    static const uint32_t residuals[] = {512, 3, 6, 6};
    static const uint32_t three[] = {512, 3, 1, 0};
    static const uint32_t lookup[] = {512, 1, 1, 1};
    static const uint32_t chosen[] = {4, 128, 8, 0};
    check_linear(linear, 1);
    check_linear(rows, 1);
    check_linear(factor, 1);
    check_pairs(linear, 1);
    check_pairs(single, 1);
    check_pairs(narrow, 1);
    check_narrow(linear, 1);
    check_narrow(rows, 1);
    check_narrow(single, 1);
    check_narrow(narrow, 1);
    check_linear(single, 1);
    check_linear(narrow, 1);
    check_attention(attention, 1);
    check_attention(queries, 1);
    check_attention(heads, 1);
    check_convolution(convolution, 1);
    check_norms(norm, 1);
    check_add(add, 1);
    check_add(residual, 1);
    check_add(exact, 1);
    check_add(embedding, 1);
    check_add(rescaled, 1);
    check_add(residuals, 1);
    check_add(three, 1);
    check_lookup(lookup, 1);
    check_chosen_lookup(chosen, 1);
}

void thimble_protocol_serve(void)
{
    check_timed();
    for (uint32_t i = 0; i < THIMBLE_CHECK_ROUNDS; i++) {
        check_random();
    }
    thimble_put_text("checked ");
    thimble_put_unsigned(cases);
    thimble_end_line();
}
