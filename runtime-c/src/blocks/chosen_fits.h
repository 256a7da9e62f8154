/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: whether functions by channel are what they say (docs/numerics.md, section 8). */
#ifndef THIMBLE_CHOSEN_FITS_H
#define THIMBLE_CHOSEN_FITS_H

#include "thimble/kernels.h"

THIMBLE_SHARED
int thimble_chosen_lookup_fits(const thimble_chosen_lookup_data *p, uint32_t functions)
{
    uint32_t i = 0;
    while (i < p->width && p->choice[i] >= 0 && (uint32_t)p->choice[i] < functions) {
        i++;
    }
    return i == p->width;
}

#endif
