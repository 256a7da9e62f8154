/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thimble runtime: whether a package is authentic.
 *
 * That a package is authentic is no flag which a single branch sets, and a single skipped instruction (a glitch in the
 * supply, a flipped bit) could set as well. It is data: both roots and the digest that were computed are kept beside
 * those that were pinned or signed, and are all ones until they are computed. They are compared when the signature and
 * when the manifest end, before the caller is told of the manifest or that the package is complete, and when he asks
 * before he commits: each time in two passes that share no intermediate result, and the answer is a number that is made
 * of the differences. Who skips one comparison meets the next.
 */
#ifndef THIMBLE_VERDICT_H
#define THIMBLE_VERDICT_H

#include "package.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is compared: the root of the pinned key's tree, that of the tree that signed, the manifest's digest. */
enum {
    THIMBLE_VERDICT_PINNED_ROOT,
    THIMBLE_VERDICT_SIGNERS_ROOT,
    THIMBLE_VERDICT_DIGEST,
    THIMBLE_VERDICT_COMPARISONS
};

/* What the first count comparisons find: THIMBLE_PACKAGE_AUTHENTIC if, and only if, it is no difference. */
uint32_t thimble_verdict(const thimble_package_t *package, unsigned count);

#ifdef __cplusplus
}
#endif

#endif
