/*
 * ${package.name}: <#list package.models as model>${model.name}<#sep>, </#sep></#list>, which have their kernels in common. Written by thimble compile; do not edit.
 */
#ifndef THIMBLE_${package.macro}_MODELS_H
#define THIMBLE_${package.macro}_MODELS_H

<#list package.models as model>
#include "${model.name}.h"
</#list>

/*
 * Bytes of an arena, aligned to THIMBLE_ALIGNMENT, in which each of the models can work. It serves one call at a time:
 * models that are to run at once need one each, of THIMBLE_<MODEL>_ARENA_BYTES. Every model has a context of its own.
 */
#define THIMBLE_${package.macro}_ARENA_BYTES ${package.largestArena()}u

#endif
