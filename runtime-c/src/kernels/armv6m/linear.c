/* Matrix products on Armv6-M (docs/numerics.md, section 4): up to four rows at a time, two in one multiplication. */
#include "linear_loops.h"

/* All rows; `block` has room for four of them, packed. */
THIMBLE_INLINED void linear_rows(const thimble_linear_data *p, const int8_t *x, uint32_t rows, uint32_t *block, void *y,
                                 uint32_t bits)
{
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        thimble_linear_pack(x, here, p->inputs, block);
        thimble_linear_loop(p, block, here, to, bits);
        left -= here;
        x += (size_t)here * p->inputs;
        to += (size_t)here * p->outputs * (bits / 8u);
    }
}

THIMBLE_SHARED
void thimble_linear_s8(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int8_t *y)
{
    linear_rows(p, x, rows, (uint32_t *)scratch, y, 8u);
}

THIMBLE_SHARED
void thimble_linear_s16(const thimble_linear_data *p, const int8_t *x, uint32_t rows, void *scratch, int16_t *y)
{
    linear_rows(p, x, rows, (uint32_t *)scratch, y, 16u);
}
