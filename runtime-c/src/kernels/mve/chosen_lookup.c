/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Element-wise functions by channel on Helium (docs/numerics.md, section 8): eight channels at a time, whose offsets in
 * the tables, 256 * choice + x + 128, are the 16 bits of a gather.
 */
#include "chosen_fits.h"
#include "mve.h"
#include "thimble/kernels.h"

static void look_up_row(const thimble_chosen_lookup_data *p, const int8_t *x, int8_t *y)
{
#if THIMBLE_MVE
    const int8_t *choice = p->choice;
    __asm__ volatile("vmov.i16 q3, #0x80\n wlstp.16 lr, %4, 2f\n"
                     "1: vldrb.u16 q0, [%0], #8\n vldrb.u16 q1, [%1], #8\n veor q0, q0, q3\n vshl.i16 q1, q1, #8\n"
                     "vorr q0, q0, q1\n vldrb.u16 q2, [%3, q0]\n vstrb.16 q2, [%2], #8\n"
                     "letp lr, 1b\n2:\n"
                     : "+l"(x), "+l"(choice), "+l"(y)
                     : "r"(p->table), "r"(p->width)
                     : "lr", "memory", "q0", "q1", "q2", "q3");
#else
    for (uint32_t i = 0; i < p->width; i++) {
        y[i] = p->table[256 * p->choice[i] + x[i] + 128];
    }
#endif
}

THIMBLE_SHARED
void thimble_chosen_lookup_s8(const thimble_chosen_lookup_data *p, const int8_t *x, uint32_t rows, int8_t *y)
{
    for (; rows != 0; rows--) {
        look_up_row(p, x, y);
        x += p->width;
        y += p->width;
    }
}
