/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: rows under training as rows of inference. */
#ifndef THIMBLE_TRAIN_ROUND_H
#define THIMBLE_TRAIN_ROUND_H

#include "train_fixed.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A row of inference but for its weights. */
typedef struct {
    int32_t largest; /* what 127 stands for */
    int32_t bias;
    int32_t multiplier;
} thimble_train_row_t;

/* A weight of a matrix of inference, 8 bits. */
int32_t thimble_train_integer(const thimble_train_rows_data *image, uint32_t inputs, uint32_t row, uint32_t column);

/* The row of inference for a row under training. */
void thimble_train_round_row(const thimble_train_matrix_data *m, const int32_t *weights, thimble_train_row_t *row);

/* The row under training that a row of inference and its adapter stand for. */
void thimble_train_merge_row(const thimble_train_matrix_data *m, const thimble_train_merge_data *merge, uint32_t row,
                             int32_t *weights);

/* A weight of that row, 8 bits. */
int32_t thimble_train_rounded(const thimble_train_row_t *row, int32_t weight);

#ifdef __cplusplus
}
#endif

#endif
