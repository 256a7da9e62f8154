/* SPDX-License-Identifier: Apache-2.0 AND LicenseRef-Model */
/* ${model.name}: the constants. Written by thimble compile; do not edit. */
#include "${model.name}_constants.h"
<#if model.loaded>

#include "../include/${model.name}.h"
</#if>
${definitions}<#rt>
<#if model.loaded>

/* The image that is linked was written with the code: it is not looked at as one from elsewhere is. */
int thimble_${model.name}_init(thimble_${model.name}_t *ctx, void *arena, size_t arena_bytes)
{
    if (ctx == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    if (arena == NULL || arena_bytes < THIMBLE_${model.macro}_ARENA_BYTES || (uintptr_t)arena % THIMBLE_ALIGNMENT != 0) {
        return THIMBLE_ERROR_ARENA;
    }
    ctx->image = &thimble_${model.name}_image;
    ctx->arena = (uint8_t *)arena;
    return THIMBLE_OK;
}

const void *thimble_${model.name}_factory(uint32_t *image_bytes)
{
    *image_bytes = (uint32_t)sizeof thimble_${model.name}_image;
    return &thimble_${model.name}_image;
}
</#if>
