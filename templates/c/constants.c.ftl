/* ${model.name}: the constants. Written by thimble compile; do not edit. */
#include "${model.name}_constants.h"
<#if model.loaded>

#include "../include/${model.name}.h"
</#if>
${definitions}<#rt>
<#if model.loaded>

int thimble_${model.name}_init(thimble_${model.name}_t *ctx, void *arena, size_t arena_bytes)
{
    return thimble_${model.name}_init_image(
        ctx, &thimble_${model.name}_image, sizeof thimble_${model.name}_image, arena, arena_bytes);
}
</#if>
