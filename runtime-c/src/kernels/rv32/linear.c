/* SPDX-License-Identifier: Apache-2.0 */
/* Matrix products on RISC-V (docs/numerics.md, section 4): up to four rows at a time, two in one multiplication. */
#include "linear_tiles.h"
#include "product_blocks.h"

THIMBLE_SHARED
void thimble_linear_s8(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y)
{
    thimble_product_rows(p, x, rows, (uint32_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_s16(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y)
{
    thimble_product_rows(p, x, rows, (uint32_t *)scratch, y, 16u);
}
