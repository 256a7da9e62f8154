/* SPDX-License-Identifier: Apache-2.0 */
/* Thimble runtime: from what training left to the record that a task asks for. */
#include "thimble/fleet.h"
#include "thimble/symbols.h"

THIMBLE_SHARED
size_t thimble_fleet_answer(uint8_t *record, const thimble_fleet_task_data *task,
                            const thimble_fleet_device_data *device, int32_t *after, const int32_t *before,
                            uint32_t examples, const thimble_fleet_peer_data *peers, uint32_t peer_count,
                            void *context)
{
    const uint32_t count = task->parameters;
    int8_t *const values = (int8_t *)after;
    thimble_fleet_clip(after, before, count, task->clip);
    thimble_fleet_quantize(values, after, count, task->shift, task->clip);
    if (task->noise_numerator != 0) {
        thimble_fleet_add_noise(values, count, task->noise_numerator, task->noise_denominator, context);
    }
    if (task->kind == THIMBLE_FLEET_SPARSE) {
        (void)thimble_fleet_keep(values, count, task->kept);
    }
    return thimble_fleet_write(record, task, device, examples < task->examples ? examples : task->examples, values,
                               peers, peer_count);
}
