/* SPDX-License-Identifier: Apache-2.0 */
/* ${model}: a device that takes updates. Written by thimble build; do not edit. */
#include "updates.h"

#include <string.h>

#include "${model}.h"

static const thimble_update_keys_data keys = {{
<#list keys as key>
    {
${key}
    },
</#list>
}};

static const uint8_t vendor[] = {${vendor}};
static const uint8_t device_class[] = {${deviceClass}};
<#if device??>
static const uint8_t own[] = {${device}};
</#if>

void thimble_updates_describe(thimble_update_device_data *device)
{
    memset(device, 0, sizeof *device);
    device->keys = &keys;
    device->factory = thimble_${model}_factory(&device->factory_bytes);
    memcpy(device->vendor, vendor, sizeof device->vendor);
    memcpy(device->device_class, device_class, sizeof device->device_class);
<#if device??>
    memcpy(device->device, own, sizeof device->device);
</#if>
    device->fixed_vocabulary = ${fixedVocabulary?then(1, 0)};
}
