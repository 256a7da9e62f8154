/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of a program of the host that breaks the rules of its flash. */
#include <stdio.h>
#include <stdlib.h>

#include "flash_model.h"

void flash_model_broken(const char *what, uint32_t offset)
{
    fprintf(stderr, "flash: %s at %u\n", what, (unsigned)offset);
    abort();
}
