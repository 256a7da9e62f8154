/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: what tells the verifier of a model's steps. Built as usual a package has none of it; with
 * THIMBLE_TRACE it shows every value, with THIMBLE_PROFILE when each step ended, to functions of the program that
 * verifies it. Their header, thimble_app.h, is no part of a package.
 */
#ifndef THIMBLE_INSTRUMENT_H
#define THIMBLE_INSTRUMENT_H

#include <stddef.h>
#include <stdint.h>

/*
 * THIMBLE_START()   an inference begins
 * THIMBLE_SHOW(value, first, rows, width, bits, data)
 *                   a step has made rows first ... first + rows - 1 of the value of this name: `width` signed
 *                   elements of `bits` bits each, from `data` on
 */
#if defined(THIMBLE_TRACE)
#include "thimble_app.h"

static inline void thimble_show(const char *value, uint32_t first, uint32_t rows, uint32_t width, uint32_t bits,
                                const void *data)
{
    for (uint32_t i = 0; i < rows; i++) {
        thimble_trace(value, first + i, width, bits, (const uint8_t *)data + (size_t)i * width * (bits / 8u));
    }
}

#define THIMBLE_START() (void)0
#define THIMBLE_SHOW(value, first, rows, width, bits, data) thimble_show(value, first, rows, width, bits, data)
#elif defined(THIMBLE_PROFILE)
#include "thimble_app.h"

#define THIMBLE_START() thimble_profile("(start)", 0)
#define THIMBLE_SHOW(value, first, rows, width, bits, data) thimble_profile(value, rows)
#else
#define THIMBLE_START() (void)0
#define THIMBLE_SHOW(value, first, rows, width, bits, data) (void)0
#endif

#endif
