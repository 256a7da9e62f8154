/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: matrix products of up to four rows at a time (docs/numerics.md, section 4), for sets that read
 * packed rows (row_pairs.h). The file that includes this has included what gives
 *
 *   thimble_linear_pack(x, rows, columns, block)          1 ... 4 rows as the set's loops read them
 *   thimble_linear_block(p, x, block, rows, y, bits)      these rows by all outputs
 */
#ifndef THIMBLE_PRODUCT_BLOCKS_H
#define THIMBLE_PRODUCT_BLOCKS_H

#include "thimble/fixed.h"
#include "thimble/kernels.h"

/* All rows; `block` has room for four of them, packed. */
THIMBLE_INLINED void thimble_product_rows(const thimble_linear_data *p, const int8_t *x, uint32_t rows, uint32_t *block,
                                          void *y, uint32_t bits)
{
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        thimble_linear_pack(x, here, p->inputs, block);
        thimble_linear_block(p, x, block, here, to, bits);
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * p->outputs * (bits / 8u);
    }
}

#endif
