/* SPDX-License-Identifier: Apache-2.0 */
/* Matrix products on RISC-V with weights of 4 bits (docs/numerics.md, section 4). */
#include "linear_tiles.h"
#include "twofold_blocks.h"

THIMBLE_SHARED
void thimble_linear_twofold_s8(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                               int8_t *y)
{
    thimble_twofold_rows(p, x, rows, (uint32_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_twofold_s16(const thimble_linear_twofold_data *p, const int8_t *x, uint32_t rows, void *scratch,
                                int16_t *y)
{
    thimble_twofold_rows(p, x, rows, (uint32_t *)scratch, y, 16u);
}
