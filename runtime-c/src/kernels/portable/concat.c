/* SPDX-License-Identifier: Apache-2.0 */
/* Columns side by side (docs/numerics.md, section 8). */
#include <string.h>

#include "thimble/kernels.h"

THIMBLE_SHARED
void thimble_concat_s8(const int8_t *const *parts, const uint32_t *widths, uint32_t count, uint32_t rows, int8_t *y)
{
    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t part = 0; part < count; part++) {
            memcpy(y, parts[part] + (size_t)row * widths[part], widths[part]);
            y += widths[part];
        }
    }
}
