/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: the sums of four rows, or of two, and two outputs on RISC-V (tiles.h). */
#ifndef THIMBLE_TILE_SUMS_H
#define THIMBLE_TILE_SUMS_H

#include "row_pairs.h"

/* The sums of four rows, or of the first two, and one output. */
typedef struct {
    thimble_pair_sums_t first;
    thimble_pair_sums_t last;
} thimble_column_t;

/* Of four rows and two outputs. */
typedef struct {
    thimble_column_t a;
    thimble_column_t b;
} thimble_tile_t;

#endif
