/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ${package.name}: <#list package.models as model>${model.name}<#sep>, </#sep></#list>, which have their kernels in common. Written by thimble compile; do not edit.
 */
#ifndef THIMBLE_${package.macro}_MODELS_H
#define THIMBLE_${package.macro}_MODELS_H

<#list package.models as model>
#include "${model.name}.h"
</#list>

/* What the package is called, and the version of Thimble that wrote it. */
#define THIMBLE_${package.macro}_NAME "${package.name}"
#define THIMBLE_${package.macro}_VERSION "${version}"

/*
 * Bytes of an arena, aligned to THIMBLE_ALIGNMENT, in which each of the models can work. It serves one call at a time:
 * models that are to run at once need one each, of THIMBLE_<MODEL>_ARENA_BYTES. Every model has a context of its own.
 */
#define THIMBLE_${package.macro}_ARENA_BYTES ${package.largestArena()}u

#endif
