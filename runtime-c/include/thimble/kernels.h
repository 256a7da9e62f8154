/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: the kernels.
 *
 * Every kernel works on `rows` consecutive rows of a row-major value, reads and writes only what is stated, calls
 * nothing but other kernels' helpers, and keeps no state. Pointers must not be null; input and output must not overlap
 * unless stated. The compiler guarantees the bounds that a descriptor states; docs/numerics.md gives the formulas.
 *
 * Some kernels work in `scratch`, which the caller owns and aligns to 8 bytes; what is in it afterwards is of no use.
 * How many bytes depends on the kernel set: its set.h, in runtime-c/src/kernels, has the formulas. Where it is 0 the
 * pointer may be null.
 */
#ifndef THIMBLE_KERNELS_H
#define THIMBLE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Embedding: the table rows for tokens first ... first + rows - 1 of a sequence, as they are (s8) or each value times
 * its row's factor (s16).
 */
typedef struct {
    const int8_t *table;   /* entries x width */
    const int8_t *factors; /* entries, each 1 ... 127; NULL: all 1 */
    uint32_t width;        /* columns, 1 or more */
} thimble_embedding_data;

/* y[i] = row ids[first + i]; every id is below the number of entries. */
void thimble_embedding_token_s8(const thimble_embedding_data *p, const uint16_t *ids, uint32_t first, uint32_t rows,
                                int8_t *y);
void thimble_embedding_token_s16(const thimble_embedding_data *p, const uint16_t *ids, uint32_t first, uint32_t rows,
                                 int16_t *y);

/* y[i] = row first + i. */
void thimble_embedding_position_s8(const thimble_embedding_data *p, uint32_t first, uint32_t rows, int8_t *y);
void thimble_embedding_position_s16(const thimble_embedding_data *p, uint32_t first, uint32_t rows, int16_t *y);

/*
 * y[i] = row 0 where the id is `padding`, else row 1 before the sequence's first `separator` and row 2 from it on.
 * Reads ids[0 ... first + rows - 1].
 */
void thimble_embedding_segment_s8(const thimble_embedding_data *p, const uint16_t *ids, uint16_t padding,
                                  uint16_t separator, uint32_t first, uint32_t rows, int8_t *y);
void thimble_embedding_segment_s16(const thimble_embedding_data *p, const uint16_t *ids, uint16_t padding,
                                   uint16_t separator, uint32_t first, uint32_t rows, int16_t *y);

/* Rows of several widths: values of 2, 3 and 4 bits stand for levels, those of 8 for themselves. */
typedef struct {
    const int8_t *table;    /* rows of whole bytes, one behind the other; the first value in the lowest bits */
    const int8_t *factors;  /* entries, each 1 ... 127 */
    const int32_t *blocks;  /* three for 32 rows: where the first begins; lower and upper bits of each one's width */
    uint32_t width;         /* columns, 1 or more */
} thimble_packed_embedding_data;

/*
 * y[i] = row ids[first + i], each value times the row's factor (s16), or times 1/128 of it and rounded half up (s8);
 * every id is below the number of entries. The two bits of a row's width are 0, 1, 2, 3 for 2, 3, 4 and 8 bits.
 */
void thimble_packed_embedding_s8(const thimble_packed_embedding_data *p, const uint16_t *ids, uint32_t first,
                                 uint32_t rows, int8_t *y);
void thimble_packed_embedding_s16(const thimble_packed_embedding_data *p, const uint16_t *ids, uint32_t first,
                                  uint32_t rows, int16_t *y);

/*
 * Whether every block begins where the one before it ends, and all rows lie within the table's bytes: what look-ups
 * rely on, and what a table that comes from elsewhere is to be asked first. The pointers are trusted. 1 or 0.
 */
int thimble_packed_embedding_fits(const thimble_packed_embedding_data *p, uint32_t entries, uint32_t bytes);

/* Matrix product: y = saturate(mul_high((bias + x . weight^T) << shift, multiplier) + zero_point). */
typedef struct {
    const int8_t *weight;      /* outputs x inputs, each -127 ... 127 */
    const int32_t *bias;       /* outputs; the input's zero point is folded in */
    const int32_t *multiplier; /* outputs */
    uint32_t inputs;           /* columns of x, 1 or more */
    uint32_t outputs;          /* columns of y, 1 or more */
    uint32_t shift;            /* 0 ... 30; |bias + x . weight^T| * 2^shift < 2^31 */
    int32_t zero_point;        /* of y */
} thimble_linear_data;

/* x: rows x inputs; y: rows x outputs. */
void thimble_linear_s8(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y);

/* The same with 16-bit results. */
void thimble_linear_s16(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y);

/*
 * The same product with weights in words of two 16-bit values, for kernels of the DSP extension: 256 * b + a for the
 * weights a and b of two outputs. A word holds columns 4q and 4q + 2, the first in the lower half, or 4q + 1 and 4q + 3
 * of the same quad. For each four outputs: quad by quad both words, each for outputs 4c and 4c + 1 and then for 4c + 2
 * and 4c + 3: (outputs + 3) / 4 x Q(inputs) x 4 words. What is beyond the last column or output is zero.
 *
 * -2^23 <= bias + x . b < 2^23 for every x and the second output of each pair.
 */
typedef struct {
    const int32_t *weight;
    const int32_t *bias;       /* as in thimble_linear_data, and so on; the shift is 0 */
    const int32_t *multiplier; /* outputs */
    uint32_t inputs;
    uint32_t outputs;
    int32_t zero_point;
} thimble_linear_paired_data;

/* As thimble_linear_s8 and thimble_linear_s16, with their scratch. */
void thimble_linear_paired_s8(const thimble_linear_paired_data *p, const int8_t *x, uint32_t rows, void *scratch,
                              int8_t *y);
void thimble_linear_paired_s16(const thimble_linear_paired_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int16_t *y);

/*
 * The same product with weights of 4 bits: 16 times -7 ... 7, two outputs in a byte. For each two outputs a row of
 * bytes, 16 * b + a for the sixteenths a and b of their weights: (outputs + 1) / 2 x inputs bytes; where the second is
 * missing it is zero. Sums are shifted by nothing.
 */
typedef struct {
    const int8_t *weight;
    const int32_t *bias;       /* as in thimble_linear_data, and so on; the shift is 0 */
    const int32_t *multiplier; /* outputs */
    uint32_t inputs;
    uint32_t outputs;
    int32_t zero_point;
} thimble_linear_twofold_data;

/* As thimble_linear_s8 and thimble_linear_s16; scratch is that of thimble_linear_twofold. */
void thimble_linear_twofold_s8(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int8_t *y);
void thimble_linear_twofold_s16(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                int16_t *y);

/*
 * The same with weights in words of two 16-bit values, for kernels of the DSP extension: 4096 * d + 256 * (c + 8) +
 * 16 * (b + 8) + (a + 8) for the sixteenths a, b, c and d of the weights of four outputs. A word holds columns 4q and
 * 4q + 2, the first in the lower half, or 4q + 1 and 4q + 3 of the same quad. For each four outputs: quad by quad both
 * words: (outputs + 3) / 4 x Q(inputs) x 2 words. What is beyond the last column or output is zero.
 *
 * |x . d| < 2^19 for every x and each output's sixteenths d.
 */
typedef struct {
    const int32_t *weight;
    const int32_t *bias;       /* as in thimble_linear_data, and so on; the shift is 0 */
    const int32_t *multiplier; /* outputs */
    uint32_t inputs;
    uint32_t outputs;
    int32_t zero_point;
} thimble_linear_fourfold_data;

/* As thimble_linear_s8 and thimble_linear_s16, with their scratch. */
void thimble_linear_fourfold_s8(const thimble_linear_fourfold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                int8_t *y);
void thimble_linear_fourfold_s16(const thimble_linear_fourfold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                 int16_t *y);

/* Norms: y = saturate((mul_high(c * R, gain) + bias) >> 8), where R is the row's reciprocal deviation. */
typedef struct {
    const int32_t *gain;         /* width */
    const int32_t *bias;         /* width; half a step and the zero point are folded in */
    int64_t epsilon;             /* added to the sum of squares; 0 ... 2^46 */
    uint32_t numerator;          /* 2^31 or more; see docs/numerics.md, section 6 */
    int32_t numerator_fraction;  /* fractional bits of the numerator */
    int32_t fraction;            /* fractional bits of c * R */
    uint32_t width;              /* columns, 1 ... 16384 */
} thimble_norm_data;

/* LayerNorm: c = x - mean(x). x and y: rows x width. The names end with the bits of y. */
void thimble_layer_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y);
void thimble_layer_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y);

/* RMSNorm: c = x. x and y: rows x width. */
void thimble_rms_norm_s8(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int8_t *y);
void thimble_rms_norm_s16(const thimble_norm_data *p, const int16_t *x, uint32_t rows, int16_t *y);

/* Attention with deferred normalisation: y = softmax(q . k^T) . v for each head. */
typedef struct {
    uint32_t width;              /* columns of q, k, v and y; a multiple of heads */
    uint32_t heads;              /* 1 or more */
    int32_t exponent_multiplier; /* score difference to 1/256 of a power of two */
    uint32_t exponent_shift;     /* left shift of the difference before that multiplication */
    uint32_t numerator;          /* divided by the row's sum of weights: the row's multiplier */
    uint32_t shift;              /* left shift of the weighted sum before that multiplication */
    int32_t zero_point;          /* of y */
} thimble_attention_data;

/*
 * q and y: rows x width; k and v: tokens x width, all with zero point 0. y may be q.
 */
void thimble_attention_s8(const thimble_attention_data *p, const int8_t *q, uint32_t rows, const int8_t *k,
                          const int8_t *v, uint32_t tokens, void *scratch, int8_t *y);

/* round(255 * 2^8 * 2^(-f / 256)) for f = 0 ... 255. */
extern const uint16_t thimble_exp2[256];

/* Causal depthwise convolution: one filter per output channel, zeros before the first row. */
typedef struct {
    const int8_t *weight;      /* outputs x taps; the last tap meets the newest row */
    const int32_t *bias;       /* outputs */
    const int32_t *multiplier; /* outputs */
    uint32_t inputs;           /* columns of x */
    uint32_t outputs;          /* columns of y, a multiple of inputs */
    uint32_t taps;             /* 1 or more */
    uint32_t shift;            /* as in thimble_linear_data */
    int32_t zero_point;        /* of y */
} thimble_convolution_data;

/* x: the whole value, of which rows 0 ... first + rows - 1 are read; y: rows x outputs, for rows first and on. */
void thimble_convolution_s8(const thimble_convolution_data *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y);

/* The mean of all rows: y = saturate(mul_high(sum(x - input_zero_point) << shift, numerator / tokens) + zero_point). */
typedef struct {
    uint32_t width;           /* columns */
    int32_t input_zero_point; /* of x */
    int32_t numerator;        /* 0 or more */
    uint32_t shift;           /* 0 ... 30; |sum| * 2^shift < 2^31 */
    int32_t zero_point;       /* of y */
} thimble_mean_data;

/* x: tokens x width, 1 row or more; y: one row. */
void thimble_mean_s8(const thimble_mean_data *p, const int8_t *x, uint32_t tokens, int8_t *y);

/* y[i] = table[x[i] + 128] for `count` values; x and y may be the same. */
void thimble_lookup_s8(const int8_t *table, const int8_t *x, size_t count, int8_t *y);

/* Element-wise functions of which each channel has one. */
typedef struct {
    const int8_t *table;  /* functions x 256 results, that for -128 first */
    const int8_t *choice; /* by channel the number of its function, from 0 on */
    uint32_t width;       /* channels */
} thimble_chosen_lookup_data;

/* y[i] = table[256 * choice[channel of i] + x[i] + 128]; x, y: rows x width, and may be the same. */
void thimble_chosen_lookup_s8(const thimble_chosen_lookup_data *p, const int8_t *x, uint32_t rows, int8_t *y);

/* Whether each channel's function is one of `functions`: to be asked where the constants come with an image. */
int thimble_chosen_lookup_fits(const thimble_chosen_lookup_data *p, uint32_t functions);

/* One term of a sum: mul_high((x - zero_point) << shift, multiplier). */
typedef struct {
    int32_t zero_point;
    uint32_t shift;
    int32_t multiplier;
    uint32_t bits; /* 8 or 16: what x points to */
} thimble_term_data;

/* A sum of values of one shape, each with its own quantisation. */
typedef struct {
    const thimble_term_data *terms;
    uint32_t term_count; /* 1 or more */
    int32_t zero_point;  /* of y */
} thimble_add_data;

/* y[i] = saturate(zero_point + sum of the terms at i) for `count` values; x holds a pointer for each term. */
void thimble_add_s8(const thimble_add_data *p, const void *const *x, size_t count, int8_t *y);

/* The same with 16-bit results. */
void thimble_add_s16(const thimble_add_data *p, const void *const *x, size_t count, int16_t *y);

/* y: rows x the sum of `widths`; row i is row i of each of the `count` parts, one after the other, with no gap. */
void thimble_concat_s8(const int8_t *const *parts, const uint32_t *widths, uint32_t count, uint32_t rows, int8_t *y);

#ifdef __cplusplus
}
#endif

#endif
