/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: what the formulas of scratch in the set.h of each kernel set are made of. */
#ifndef THIMBLE_SCRATCH_H
#define THIMBLE_SCRATCH_H

/* How many groups of `size` hold n values; the last may be filled up. */
#define THIMBLE_GROUPS(n, size) (((n) + (size) - 1u) / (size))

#define THIMBLE_PAIRS(n) THIMBLE_GROUPS(n, 2u)
#define THIMBLE_QUADS(n) THIMBLE_GROUPS(n, 4u)
#define THIMBLE_VECTORS(n) THIMBLE_GROUPS(n, 16u)

/* The rows of a call that share scratch: those beyond 16 come after. */
#define THIMBLE_SHARING(rows) ((rows) < 16u ? (rows) : 16u)

#endif
