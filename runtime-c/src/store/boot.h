/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: which image runs. */
#ifndef THIMBLE_BOOT_H
#define THIMBLE_BOOT_H

#include "slots.h"
#include "thimble/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Chooses among the images that are there, none on trial. Nothing is written. */
void thimble_boot_choose(const thimble_log_t *log, const thimble_update_device_data *device,
                         const thimble_flash_shape_data *shape, thimble_update_boot_data *boot);

#ifdef __cplusplus
}
#endif

#endif
