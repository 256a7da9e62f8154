/* SPDX-License-Identifier: Apache-2.0 */
/* Causal depthwise convolution on RISC-V (docs/numerics.md, section 5): four rows at once, as in the portable set. */
#include "convolution_window.h"

THIMBLE_SHARED
void thimble_convolution_s8(const thimble_convolution_data *p, const int8_t *x, uint32_t first, uint32_t rows,
                            void *scratch, int8_t *y)
{
    (void)scratch;
    thimble_convolution_rows(p, x, first, rows, y);
}
