/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: training of the last steps of a model in integers (docs/numerics.md, section 11, of Thimble). A
 * model's generated trainer calls these functions; what an application calls is in the trainer's header.
 *
 * Values under training are weights of 32 bits with 24 fractional bits: what one step of an input contributes to a
 * result; those of the second matrix of an adapter have 30. Gradients have 26 fractional bits. The bias is a column
 * whose input is 64 steps of 1/64, always. Nothing is allocated, no floating point is used, and the result is the same
 * bits on every core.
 */
#ifndef THIMBLE_TRAIN_H
#define THIMBLE_TRAIN_H

#include <stddef.h>
#include <stdint.h>

#include "kernels.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What stands for 1 in rates. */
#define THIMBLE_TRAIN_ONE (1 << 24)

/* How weights of a matrix of inference lie in flash; kernels.h has both. */
enum { THIMBLE_TRAIN_PLAIN = 0, THIMBLE_TRAIN_PAIRED = 1 };

/* A real factor: multiplier / 2^shift, shift 1 ... 62. */
typedef struct {
    int32_t multiplier;
    uint32_t shift;
} thimble_scaling_data;

/* How large steps are; all with 24 fractional bits, from 0 to THIMBLE_TRAIN_ONE, the momentum below it. */
typedef struct {
    int32_t rate;
    int32_t momentum;
    int32_t decay;
} thimble_train_rates_data;

/* Columns of an input that have one quantisation. */
typedef struct {
    uint32_t columns;
    int32_t zero_point;
    thimble_scaling_data step;  /* from the rate to what momentum moves weights by */
    thimble_scaling_data decay; /* from the decay to what weights add to momentum */
    thimble_scaling_data input; /* from a gradient of steps to one of real values */
    int32_t begin;              /* the size of what adapters begin with */
} thimble_train_segment_data;

/* A matrix under training, or one that training goes through, all but its values. */
typedef struct {
    const thimble_train_segment_data *segments; /* that of the bias last, where there is one */
    uint32_t segment_count;
    uint32_t columns;     /* the bias included */
    uint32_t biased;      /* 1 where the last column is the bias, or 0 */
    uint32_t input_shift; /* inputs are multiplied as 2^input_shift times their steps: 22, or 16 */
    thimble_scaling_data result;     /* from sums to results */
    thimble_scaling_data unit;       /* from the multiplier of a row of inference to the value of its steps */
    thimble_scaling_data multiplier; /* from the largest weight of a row to its multiplier */
    int32_t zero_point;              /* of results */
    int32_t largest_weight;          /* at most 127 * 2^14 - 1 */
} thimble_train_matrix_data;

/* A matrix of inference as it lies in an image. */
typedef struct {
    const void *weights;
    const int32_t *bias;
    const int32_t *multipliers;
    uint32_t layout;
} thimble_train_rows_data;

/* The way back through a LayerNorm. */
typedef struct {
    thimble_scaling_data gain;      /* from a gain of inference to a real one with 20 fractional bits */
    thimble_scaling_data deviation; /* from a row's factor to its reciprocal deviation with 16 fractional bits */
} thimble_train_norm_data;

/* Examples that are learned from again: features, and a label for each. The arrays are the caller's. */
typedef struct {
    int8_t *features;  /* capacity x width */
    uint16_t *labels;  /* capacity */
    uint32_t *seen;    /* how many examples of each label there were */
    uint32_t width;
    uint32_t capacity; /* 0 where nothing is kept */
    uint32_t count;    /* examples that are kept */
    uint32_t random;   /* state of the generator; not 0 */
} thimble_replay_data;

/* Most bytes of the name of a label that comes while training, its 0 included. */
#define THIMBLE_TRAIN_NAME_BYTES 24u

/* The image that training has led to, which exists only as it is read. */
typedef struct {
    const void *base; /* the image that training began with */
    const char *names; /* of the labels that it does not have, each in THIMBLE_TRAIN_NAME_BYTES with a 0 behind it */
    uint32_t added; /* how many these are */
    uint8_t content[32]; /* digest of all behind the header */
} thimble_train_image_data;

/* A matrix of inference and the adapter beside it. */
typedef struct {
    thimble_train_rows_data image;
    const int32_t *lowering;
    const int32_t *raising;
    uint32_t rank;
    int32_t *room; /* for two rows of the matrix under training */
} thimble_train_merge_data;

/* A matrix of it. */
typedef struct {
    const thimble_train_matrix_data *matrix;
    const int32_t *weights; /* under training */
    uint32_t rows;          /* of which there are weights; the others are 0 */
    uint32_t outputs;       /* rows in all */
    uint32_t layout;
    uint32_t weights_at; /* bytes from the start of the image */
    uint32_t bias_at;
    uint32_t multipliers_at;
    const thimble_train_merge_data *merge; /* what stands for the weights, where there is an adapter; or null */
} thimble_train_region_data;

/* Whether rates are in their ranges and not too large for a matrix's inputs. */
int thimble_train_rates_fit(const thimble_train_matrix_data *m, const thimble_train_rates_data *rates);

/* x: what the columns of q are multiplied as, and behind them the input of a bias; columns values. */
void thimble_train_centre(const thimble_train_matrix_data *m, const int8_t *q, int32_t *x);

/* sums: of each row, with the fractional bits of weights. */
void thimble_train_sums(const thimble_train_matrix_data *m, const int32_t *weights, const int32_t *x, uint32_t rows,
                        int64_t *sums);

/* y: what inference would have for sums with 24 fractional bits, but for the rounding of weights. */
void thimble_train_results_s8(const thimble_train_matrix_data *m, const int64_t *sums, uint32_t rows, int8_t *y);
void thimble_train_results_s16(const thimble_train_matrix_data *m, const int64_t *sums, uint32_t rows, int16_t *y);

/* gradient: of softmax and cross-entropy, divided by the batch. */
void thimble_train_softmax(const int64_t *sums, uint32_t labels, uint32_t label, uint32_t batch, int32_t *gradient);

/* Begins a step: momentum is less, and gets what decays. */
void thimble_train_begin(const thimble_train_matrix_data *m, const thimble_train_rates_data *rates,
                         const int32_t *weights, uint32_t rows, int32_t *momentum);

/* Adds an example's gradient, of results, times its input x. */
void thimble_train_accumulate(const thimble_train_matrix_data *m, const int32_t *gradient, const int32_t *x,
                              uint32_t rows, int32_t *momentum);

/* Ends a step: weights go against the momentum. */
void thimble_train_finish(const thimble_train_matrix_data *m, const thimble_train_rates_data *rates,
                          const int32_t *momentum, uint32_t rows, int32_t *weights);

/* Adds the gradient of the input's real values, from that of results: a value for each column but that of a bias. */
void thimble_train_back(const thimble_train_matrix_data *m, const int32_t *weights, const int32_t *gradient,
                        uint32_t rows, int32_t *back);

/* The gradient of an activation's input x from that of its results, in place; slope: 256 entries, -128's first. */
void thimble_train_slope(const int16_t *slope, const int8_t *x, uint32_t count, int32_t *gradient);

/* Adds a gradient to another. */
void thimble_train_add(const int32_t *gradient, uint32_t count, int32_t *back);

/* The gradient of the input x of a LayerNorm from that of its result, in place. */
void thimble_train_norm(const thimble_norm_data *p, const thimble_train_norm_data *n, const int16_t *x,
                        int32_t *gradient);

/* sums: of the first rows of a matrix of inference, for the integers of an input, with 24 fractional bits. */
void thimble_train_frozen_sums(const thimble_train_matrix_data *m, const thimble_train_rows_data *image,
                               const int8_t *x, uint32_t rows, int64_t *sums);

/* As thimble_train_back, for a matrix of inference; steps: room for a value for each row. */
void thimble_train_frozen_back(const thimble_train_matrix_data *m, const thimble_train_rows_data *image,
                               const int32_t *gradient, uint32_t rows, int32_t *steps, int32_t *back);

/* What a matrix of an adapter begins with, the same on every device. */
void thimble_train_adapter(const thimble_train_matrix_data *m, uint32_t rows, int32_t *weights);

/* x: what the sums of an adapter's first matrix m are to the second one. */
void thimble_train_lower(const thimble_train_matrix_data *m, const int64_t *sums, uint32_t rows, int32_t *x);

/* Adds the sums of an adapter's second matrix to those of the matrix that it stands beside. */
void thimble_train_raise(const thimble_train_matrix_data *m, const int32_t *weights, const int32_t *x, uint32_t rows,
                         int64_t *sums);

/* The weights under training that the first rows of a matrix of inference stand for. */
void thimble_train_unround(const thimble_train_matrix_data *m, const thimble_train_rows_data *image, uint32_t rows,
                           int32_t *weights);

/* Keeps an example, in another's place where there is no room: labels get equal numbers, as far as they go. */
void thimble_replay_keep(thimble_replay_data *replay, uint32_t label_count, const int8_t *features, uint32_t label);

/* One of the kept examples, by chance; some must be kept. */
uint32_t thimble_replay_pick(thimble_replay_data *replay);

/* Bytes of the image. */
uint32_t thimble_train_image_bytes(const thimble_train_image_data *image);

/* Reads bytes of the image, but for the matrices, which are still the old ones. */
void thimble_train_image_read(const thimble_train_image_data *image, uint32_t at, uint8_t *bytes, uint32_t count);

/* Puts what belongs to a matrix into these bytes of the image. */
void thimble_train_image_overlay(const thimble_train_region_data *region, uint32_t at, uint8_t *bytes, uint32_t count);

#ifdef __cplusplus
}
#endif

#endif
