/* Matrix products on RISC-V (docs/numerics.md, section 4): up to four rows at a time, two in one multiplication. */
#include "linear_tiles.h"

/* All rows; `block` has room for four of them, packed. */
THIMBLE_INLINED void linear_rows(const thimble_linear_data *p, const int8_t *x, uint32_t rows, uint32_t *block, void *y,
                                 uint32_t bits)
{
    int8_t *to = (int8_t *)y;
    for (uint32_t left = rows; left != 0;) {
        const uint32_t here = left < 4u ? left : 4u;
        if (here > 1u) {
            thimble_pack_rows(x, here, p->inputs, p->inputs, 1u, block);
        }
        if (bits == 8u) {
            thimble_linear_block_s8(p, x, block, here, to);
        } else {
            thimble_linear_block_s16(p, x, block, here, to);
        }
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
