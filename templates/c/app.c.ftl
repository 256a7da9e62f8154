/* SPDX-License-Identifier: Apache-2.0 */
<#function arena number><#return (package.arenas?size gt 1)?then("arena" + number, "arena")></#function>
<#-- Returns what is said for the model that is asked for. -->
<#macro of_model>
<#if package.several>
    switch (model) {
<#list package.models as model>
<#if model?is_last>
    default:
<#else>
    case ${model?index}:
</#if>
        return <#nested model>;
</#list>
    }<#rt>
<#else>
    (void)model;
    return <#nested package.models[0]>;<#rt>
</#if>
</#macro>
/* ${package.name}: ${package.several?then("its models", "the model")} behind the line protocol. Written by thimble compile; do not edit. */
#include "thimble_app.h"

<#if package.models[0].trainable>
#include <string.h>

</#if>
<#list package.models as model>
#include "../include/${model.name}.h"
<#if model.trainable>
#include "../include/${model.name}_trainer.h"
</#if>
</#list>

/* A section of its own lets a linker script place arenas; one that does not know it has it in .bss. */
#if defined(__GNUC__) && defined(__ELF__)
#define THIMBLE_IN_SECTION(name) __attribute__((section(name)))
#else
#define THIMBLE_IN_SECTION(name)
#endif

<#if package.several>
<#if package.shared>
/* The models work one after the other, and in the same arena. */
<#else>
/* Each model works in an arena of its own. */
</#if>
<#else>
/* The arena and the context are the application's: the model itself has nothing writable. */
</#if>
<#list package.arenas as models>
THIMBLE_IN_SECTION(".bss.thimble_arena")
static union {
    uint64_t aligned;
<#list models as model>
    uint8_t bytes_of_${model.name}[THIMBLE_${model.macro}_ARENA_BYTES];
</#list>
} ${arena(models?counter)};
</#list>
<#list package.models as model>
static thimble_${model.name}_t context_of_${model.name};
<#if model.loaded>

/* Whether an image was loaded; until then the model has the one that is linked. */
static int is_loaded_${model.name};
</#if>
<#if model.trainable>
static thimble_${model.name}_trainer_t trainer_of_${model.name};
</#if>
</#list>

static int answer(int status, const thimble_result_t *result, thimble_app_answer_t *out)
{
    out->status = status;
    if (status == THIMBLE_OK) {
        out->label = result->label;
        out->truncated = result->truncated;
        out->n_ids = result->tokens;
        out->ids = result->ids;
        out->n_logits = result->labels;
        out->logits = result->logits;
    }
    return status;
}

<#list package.arenas as models>
<#list models as model>
<#assign bytes = arena(models?counter) + ".bytes_of_" + model.name>
<#if model.loaded>
static int prepare_${model.name}(void)
{
    return is_loaded_${model.name} ? THIMBLE_OK
                                   : thimble_${model.name}_init(&context_of_${model.name}, ${bytes}, sizeof ${bytes});
}

static int load_${model.name}(const void *image, size_t image_bytes)
{
    int status =
        thimble_${model.name}_open(&context_of_${model.name}, image, image_bytes, ${bytes}, sizeof ${bytes});
    is_loaded_${model.name} = is_loaded_${model.name} || status == THIMBLE_OK;
    return status;
}

static int check_${model.name}(uint32_t *failed)
{
    int status = prepare_${model.name}();
    return status == THIMBLE_OK ? thimble_${model.name}_selftest(&context_of_${model.name}, failed) : status;
}

</#if>
<#assign prepare = model.loaded?then("prepare_" + model.name + "()",
    "thimble_" + model.name + "_init(&context_of_" + model.name + ", " + bytes + ", sizeof " + bytes + ")")>
static int text_of_${model.name}(const char *utf8, size_t len, thimble_app_answer_t *out)
{
    thimble_result_t result;
    int status = ${prepare};
    if (status == THIMBLE_OK) {
        status = thimble_${model.name}_classify(&context_of_${model.name}, utf8, len, &result);
    }
    return answer(status, &result, out);
}

static int ids_of_${model.name}(const uint16_t *ids, size_t n, thimble_app_answer_t *out)
{
    thimble_result_t result;
    int status = ${prepare};
    if (status == THIMBLE_OK) {
        status = thimble_${model.name}_run(&context_of_${model.name}, ids, n, &result);
    }
    return answer(status, &result, out);
}

<#if model.trainable>
static int train_${model.name}(const thimble_app_training_t *how)
{
    const thimble_training_data rates = {how->rate, how->momentum, how->decay, how->replayed, how->seed};
    int status = ${prepare};
    return status == THIMBLE_OK
               ? thimble_${model.name}_trainer_begin(&trainer_of_${model.name}, &context_of_${model.name}, &rates)
               : status;
}

static int learn_${model.name}(uint16_t label, const char *utf8, size_t len)
{
    return thimble_${model.name}_learn(&trainer_of_${model.name}, &context_of_${model.name}, utf8, len, label);
}

static int hold_${model.name}(uint32_t matrices)
{
<#if model.holdable>
    thimble_${model.name}_hold(&trainer_of_${model.name}, matrices);
    return THIMBLE_OK;
<#else>
    (void)matrices;
    return THIMBLE_ERROR_ARGUMENT;
</#if>
}

static int32_t *parameters_of_${model.name}(uint32_t *count)
{
    *count = THIMBLE_${model.macro}_PARAMETERS;
    return thimble_${model.name}_parameters(&trainer_of_${model.name});
}

static int32_t *initial_parameters_of_${model.name}(void)
{
    return thimble_${model.name}_initial_parameters(&trainer_of_${model.name}, &context_of_${model.name});
}

static int describe_${model.name}(uint8_t *base, uint8_t *part)
{
    static const uint8_t own[] = THIMBLE_${model.macro}_PART;
    int status = ${prepare};
    if (status == THIMBLE_OK) {
        memcpy(base, thimble_${model.name}_base(&context_of_${model.name}), 32);
        memcpy(part, own, sizeof own);
    }
    return status;
}

static uint32_t share_${model.name}(uint8_t *part)
{
<#if model.holdable>
    static const uint8_t shared[] = THIMBLE_${model.macro}_SHARED_PART;
    memcpy(part, shared, sizeof shared);
    return THIMBLE_${model.macro}_SHARED_PARAMETERS;
<#else>
    (void)part;
    return 0;
</#if>
}

static int round_${model.name}(uint32_t *image_bytes, uint8_t *digest)
{
    return thimble_${model.name}_round(
        &trainer_of_${model.name}, &context_of_${model.name}, image_bytes, digest);
}

static int rounded_${model.name}(uint32_t at, uint8_t *bytes, uint32_t count)
{
    thimble_${model.name}_rounded(&trainer_of_${model.name}, &context_of_${model.name}, at, bytes, count);
    return THIMBLE_OK;
}

</#if>
</#list>
</#list>
size_t thimble_app_models(void)
{
    return ${package.models?size};
}

const char *thimble_app_name(size_t model)
{
<@of_model ; model>"${model.name}"</@of_model>
}

int thimble_app_text(size_t model, const char *utf8, size_t len, thimble_app_answer_t *out)
{
<@of_model ; model>text_of_${model.name}(utf8, len, out)</@of_model>
}

int thimble_app_ids(size_t model, const uint16_t *ids, size_t n, thimble_app_answer_t *out)
{
<@of_model ; model>ids_of_${model.name}(ids, n, out)</@of_model>
}

uint32_t thimble_app_arena_size(size_t model)
{
<@of_model ; model>THIMBLE_${model.macro}_ARENA_BYTES</@of_model>
}
<#if package.models[0].loaded>

int thimble_app_load(size_t model, const void *image, size_t image_bytes)
{
<@of_model ; model>load_${model.name}(image, image_bytes)</@of_model>
}

int thimble_app_check(size_t model, uint32_t *failed)
{
<@of_model ; model>check_${model.name}(failed)</@of_model>
}
</#if>
<#if package.models[0].trainable>

int thimble_app_train(size_t model, const thimble_app_training_t *how)
{
<@of_model ; model>train_${model.name}(how)</@of_model>
}

int thimble_app_teach(size_t model, uint16_t label, const char *utf8, size_t len)
{
<@of_model ; model>learn_${model.name}(label, utf8, len)</@of_model>
}

int thimble_app_extend(size_t model, const char *name)
{
<@of_model ; model>thimble_${model.name}_add_label(&trainer_of_${model.name}, name)</@of_model>
}

uint16_t thimble_app_labels(size_t model)
{
<@of_model ; model>thimble_${model.name}_trained_labels(&trainer_of_${model.name})</@of_model>
}

int thimble_app_hold(size_t model, uint32_t matrices)
{
<@of_model ; model>hold_${model.name}(matrices)</@of_model>
}

int32_t *thimble_app_values(size_t model, uint32_t *count)
{
<@of_model ; model>parameters_of_${model.name}(count)</@of_model>
}

int32_t *thimble_app_initial_values(size_t model)
{
<@of_model ; model>initial_parameters_of_${model.name}()</@of_model>
}

int thimble_app_describe(size_t model, uint8_t *base, uint8_t *part)
{
<@of_model ; model>describe_${model.name}(base, part)</@of_model>
}

uint32_t thimble_app_share(size_t model, uint8_t *part)
{
<@of_model ; model>share_${model.name}(part)</@of_model>
}

int thimble_app_finish(size_t model, uint32_t *image_bytes, uint8_t *digest)
{
<@of_model ; model>round_${model.name}(image_bytes, digest)</@of_model>
}

int thimble_app_read(size_t model, uint32_t at, uint8_t *bytes, uint32_t count)
{
<@of_model ; model>rounded_${model.name}(at, bytes, count)</@of_model>
}
</#if>
