/* SPDX-License-Identifier: Apache-2.0 AND LicenseRef-Model */
<#import "task/" + model.task + ".ftl" as task>
<#macro run loop>loop_${loop.index}(<#if loop.usesImage>ctx->image, </#if>arena<#if loop.usesIds>, ctx->ids</#if><#if loop.usesTokens>, tokens</#if>)</#macro>
<#-- Ids of the caller's become those of the context. -->
<#macro take_ids>
    if (count == 0 || count > THIMBLE_${model.macro}_MAX_TOKENS) {
        return THIMBLE_ERROR_TOKENS;
    }
<#if model.vocabulary lt 65536>
    for (size_t i = 0; i < count; i++) {
        if (ids[i] >= THIMBLE_${model.macro}_VOCABULARY) {
            return THIMBLE_ERROR_TOKENS;
        }
    }
</#if>
    memmove(ctx->ids, ids, count * sizeof *ids);
</#macro>
<#-- Text becomes the ids of the context. -->
<#macro take_text>
<#if model.loaded>
    thimble_${model.tokenizer}_tables_apply(
        ctx->image, thimble_image_part(ctx->image, THIMBLE_IMAGE_TOKENIZER),
        (thimble_tokenizer_scratch *)(void *)ctx->arena, utf8, len, ctx->ids, THIMBLE_${model.macro}_MAX_TOKENS, &count,
        &truncated);
<#else>
    thimble_${model.name}_tokenize(ctx->arena, utf8, len, ctx->ids, THIMBLE_${model.macro}_MAX_TOKENS, &count, &truncated);
</#if>
    if (count == 0) {
        return THIMBLE_ERROR_TOKENS;
    }
</#macro>
/* ${model.name}: the model. Written by thimble compile; do not edit. */
#include "../include/${model.name}.h"

#include <string.h>

#include "${model.name}_constants.h"
<#if model.loaded>
#include "thimble/image.h"
<#else>
#include "${model.name}_tokenizer.h"
</#if>
#include "thimble/instrument.h"
#include "thimble/kernels.h"
<#if model.loaded>
#include "thimble/tokenizer.h"
</#if>
<#if !model.loaded>
<#list model.loops as loop>
<#list loop.steps as step>
<#import "op/" + step.descriptor.template() + ".ftl" as op>
<@op.descriptor step=step storage="static const" indent=""/>
</#list>
</#list>
</#if>
<#list model.loops as loop>

static void loop_${loop.index}(<#if loop.usesImage>const struct thimble_${model.name}_image *image, </#if>uint8_t *arena<#if loop.usesIds>, const uint16_t *ids</#if><#if loop.usesTokens>, uint32_t tokens</#if>)
{
<#list loop.pointers as pointer>
    ${pointer.type} *const ${pointer.name} = (${pointer.type} *)(void *)(arena + ${pointer.offset});
</#list>
<#if model.loaded>
<#list loop.steps as step>
<#import "op/" + step.descriptor.template() + ".ftl" as op>
<@op.descriptor step=step storage="const" indent="    "/>
</#list>
</#if>
<#if loop.allRows>
    for (uint32_t first = 0; first < tokens; first += ${loop.block}u) {
        const uint32_t rows = tokens - first < ${loop.block}u ? tokens - first : ${loop.block}u;
<#list loop.steps as step>
<#import "op/" + step.descriptor.template() + ".ftl" as op>
<#assign call><@op.call step=step first="first" rows="rows" indent="        "/></#assign>
        ${call}
        THIMBLE_SHOW("${step.value}", first, rows, ${step.columns}, ${step.output.bits}u, ${step.output.rows});
</#list>
    }
<#else>
<#list loop.steps as step>
<#import "op/" + step.descriptor.template() + ".ftl" as op>
<#assign call><@op.call step=step first="0" rows="1" indent="    "/></#assign>
    ${call}
    THIMBLE_SHOW("${step.value}", 0, 1, ${step.columns}, ${step.output.bits}u, ${step.output.rows});
</#list>
</#if>
}
</#list>

<#if model.loaded>
static const uint32_t program[] = {<#list model.image.get().program() as word>${word}<#sep>, </#list>};

<#if model.stepsLedByConstants()?has_content>
/* Whether what look-ups are led by leads nowhere else. */
static int is_consistent(const struct thimble_${model.name}_image *image)
{
<#list model.stepsLedByConstants() as step>
<#import "op/" + step.descriptor.template() + ".ftl" as op>
<@op.descriptor step=step storage="const" indent="    "/>
</#list>
    return <#list model.stepsLedByConstants() as step><#import "op/" + step.descriptor.template() + ".ftl" as op><@op.fits step=step/><#sep>
        && </#list>;
}

</#if>
static int is_readable(const void *image, size_t image_bytes)
{
    const thimble_image_program_data expected = {
        program,
        (uint32_t)(offsetof(struct thimble_${model.name}_image, part_tokenizer) - 4u * THIMBLE_IMAGE_HEADER_WORDS),
        THIMBLE_${model.macro}_MAX_TOKENS,
        THIMBLE_${model.macro}_VOCABULARY,
        THIMBLE_${model.macro}_LABELS,
    };
    return thimble_image_fits(image, image_bytes, &expected)
<#if model.stepsLedByConstants()?has_content>
           && is_consistent((const struct thimble_${model.name}_image *)image)
</#if>
           && thimble_${model.tokenizer}_tables_fit(image, thimble_image_bytes(image),
                                            thimble_image_part(image, THIMBLE_IMAGE_TOKENIZER),
                                            THIMBLE_${model.macro}_VOCABULARY);
}

int thimble_${model.name}_open(
    thimble_${model.name}_t *ctx, const void *image, size_t image_bytes, void *arena, size_t arena_bytes)
{
    if (ctx == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    if (!is_readable(image, image_bytes)) {
        return THIMBLE_ERROR_IMAGE;
    }
<#else>
int thimble_${model.name}_init(thimble_${model.name}_t *ctx, void *arena, size_t arena_bytes)
{
    if (ctx == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
</#if>
    if (arena == NULL || arena_bytes < THIMBLE_${model.macro}_ARENA_BYTES || (uintptr_t)arena % THIMBLE_ALIGNMENT != 0) {
        return THIMBLE_ERROR_ARENA;
    }
<#if model.loaded>
    ctx->image = (const struct thimble_${model.name}_image *)image;
</#if>
    ctx->arena = (uint8_t *)arena;
    return THIMBLE_OK;
}

<#if model.trainable>
/* What the trained part starts from, when the body has run. */
static void take_features(const uint8_t *arena, int8_t *features)
{
<#list model.trainer.get().features() as feature>
    memcpy(features + ${feature.at()}u, arena + ${feature.pointer().offset()}u, ${feature.width()}u);
</#list>
}

/* Computes what the trained part starts from. */
static void run_body(thimble_${model.name}_t *ctx, uint32_t tokens)
{
    uint8_t *const arena = ctx->arena;
<#list model.loops as loop>
<#if !loop.trained>
    <@run loop/>;
</#if>
</#list>
}

</#if>
/* Computes the logits of ctx->ids and fills in the answer. */
static void infer(thimble_${model.name}_t *ctx, uint32_t tokens, int truncated, thimble_result_t *out)
{
    uint8_t *const arena = ctx->arena;
    THIMBLE_START();
<#if model.trainable>
    run_body(ctx, tokens);
</#if>
<#list model.loops as loop>
<#if !model.trainable || loop.trained>
    <@run loop/>;
</#if>
</#list>
<@task.result/>
    out->tokens = (uint16_t)tokens;
    out->truncated = (uint8_t)truncated;
    out->ids = ctx->ids;
}

int thimble_${model.name}_run(thimble_${model.name}_t *ctx, const uint16_t *ids, size_t count, thimble_result_t *out)
{
    if (ctx == NULL || ctx->arena == NULL || ids == NULL || out == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
<@take_ids/>
    infer(ctx, (uint32_t)count, 0, out);
    return THIMBLE_OK;
}

int thimble_${model.name}_classify(thimble_${model.name}_t *ctx, const char *utf8, size_t len, thimble_result_t *out)
{
    size_t count = 0;
    int truncated = 0;
    if (ctx == NULL || ctx->arena == NULL || (utf8 == NULL && len != 0) || out == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
<@take_text/>
    infer(ctx, (uint32_t)count, truncated, out);
    return THIMBLE_OK;
}

<#if model.trainable>
int thimble_${model.name}_features_of_ids(
    thimble_${model.name}_t *ctx, const uint16_t *ids, size_t count, int8_t *features)
{
    if (ctx == NULL || ctx->arena == NULL || ids == NULL || features == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
<@take_ids/>
    run_body(ctx, (uint32_t)count);
    take_features(ctx->arena, features);
    return THIMBLE_OK;
}

int thimble_${model.name}_features(
    thimble_${model.name}_t *ctx, const char *utf8, size_t len, int8_t *features)
{
    size_t count = 0;
    int truncated = 0;
    if (ctx == NULL || ctx->arena == NULL || (utf8 == NULL && len != 0) || features == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
<@take_text/>
    run_body(ctx, (uint32_t)count);
    take_features(ctx->arena, features);
    return THIMBLE_OK;
}

</#if>
<#if model.loaded>
int thimble_${model.name}_selftest(thimble_${model.name}_t *ctx, uint32_t *failed)
{
    thimble_image_vector_data vector;
    thimble_result_t out;
    uint32_t labels;
    if (ctx == NULL || ctx->arena == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    if (!thimble_image_is_whole(ctx->image)) {
        return THIMBLE_ERROR_IMAGE;
    }
    labels = thimble_image_labels(ctx->image);
    for (uint32_t i = 0; i < thimble_image_vectors(ctx->image); i++) {
        vector = thimble_image_vector(ctx->image, i == 0 ? NULL : &vector, labels);
        if (thimble_${model.name}_run(ctx, vector.ids, vector.count, &out) != THIMBLE_OK
            || !thimble_image_vector_has(&vector, out.logits, labels)) {
            if (failed != NULL) {
                *failed = i;
            }
            return THIMBLE_ERROR_SELFTEST;
        }
    }
    return THIMBLE_OK;
}

const char *thimble_${model.name}_label(const thimble_${model.name}_t *ctx, uint16_t label)
{
    return thimble_image_name(ctx->image, label);
}

const char *thimble_${model.name}_logit_scale(const thimble_${model.name}_t *ctx)
{
    return thimble_image_step_of_logits(ctx->image);
}

int32_t thimble_${model.name}_logit_zero_point(const thimble_${model.name}_t *ctx)
{
    return thimble_image_zero_of_logits(ctx->image);
}
<#else>
<@task.names/>
</#if>
