/* SPDX-License-Identifier: Apache-2.0 AND LicenseRef-Model */
/* tiny: the model. Written by thimble compile; do not edit. */
#include "../include/tiny.h"

#include <string.h>

#include "tiny_constants.h"
#include "tiny_tokenizer.h"
#include "thimble/instrument.h"
#include "thimble/kernels.h"

/* embedding.token */
static const thimble_embedding_data embedding_token_p = {thimble_tiny_weights.embedding_token_table, NULL, 6u};

/* embedding.position */
static const thimble_embedding_data embedding_position_p = {thimble_tiny_weights.embedding_position_table, NULL, 6u};

/* embedding.segment.row */
static const thimble_embedding_data embedding_segment_row_p = {thimble_tiny_weights.embedding_segment_row_table, NULL, 3u};

/* embedding.sum.inputs */
static const uint32_t embedding_sum_inputs_widths[] = {6u, 6u, 3u};

/* embedding.sum */
static const thimble_linear_data embedding_sum_p = {
    thimble_tiny_weights.embedding_sum_weight,
    thimble_tiny_weights.embedding_sum_bias,
    thimble_tiny_tables.embedding_sum_multiplier,
    15u, /* inputs */
    24u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.norm */
static const thimble_norm_data layer_0_norm_p = {
    thimble_tiny_weights.layer_0_norm_gain,
    thimble_tiny_weights.layer_0_norm_bias,
    INT64_C(105), /* epsilon */
    2630119584u, /* numerator */
    29, /* numerator_fraction */
    27, /* fraction */
    24u, /* width */
};

/* layer.0.attention.query */
static const thimble_linear_data layer_0_attention_query_p = {
    thimble_tiny_weights.layer_0_attention_query_weight,
    thimble_tiny_weights.layer_0_attention_query_bias,
    thimble_tiny_tables.layer_0_attention_query_multiplier,
    24u, /* inputs */
    24u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention */
static const thimble_attention_data layer_0_attention_p = {
    24u, /* width */
    1u, /* heads */
    84875315, /* exponent_multiplier */
    0u, /* exponent_shift */
    2757159721u, /* numerator */
    1u, /* shift */
    -22, /* zero_point */
};

/* layer.0.attention.output */
static const thimble_linear_data layer_0_attention_output_p = {
    thimble_tiny_weights.layer_0_attention_output_weight,
    thimble_tiny_weights.layer_0_attention_output_bias,
    thimble_tiny_tables.layer_0_attention_output_multiplier,
    24u, /* inputs */
    24u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.convolution */
static const thimble_convolution_data layer_0_convolution_p = {
    thimble_tiny_weights.layer_0_convolution_weight,
    thimble_tiny_weights.layer_0_convolution_bias,
    thimble_tiny_tables.layer_0_convolution_multiplier,
    24u, /* inputs */
    48u, /* outputs */
    5u, /* taps */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.convolution.activation */
static const thimble_chosen_lookup_data layer_0_convolution_activation_p = {thimble_tiny_tables.layer_0_convolution_activation_table, thimble_tiny_tables.layer_0_convolution_activation_choice, 48u};

/* layer.0.contract */
static const thimble_linear_data layer_0_contract_p = {
    thimble_tiny_weights.layer_0_contract_weight,
    thimble_tiny_weights.layer_0_contract_bias,
    thimble_tiny_tables.layer_0_contract_multiplier,
    48u, /* inputs */
    24u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.sum */
static const thimble_term_data layer_0_sum_terms[] = {
    {
        0, /* zero_point */
        2u, /* shift */
        1073741824, /* multiplier */
        16u, /* bits */
    },
    {
        0, /* zero_point */
        2u, /* shift */
        1073741824, /* multiplier */
        16u, /* bits */
    },
};
static const thimble_add_data layer_0_sum_p = {layer_0_sum_terms, 2u, 0};

/* layer.1.norm */
static const thimble_norm_data layer_1_norm_p = {
    thimble_tiny_weights.layer_1_norm_gain,
    thimble_tiny_weights.layer_0_norm_bias,
    INT64_C(58), /* epsilon */
    2630119584u, /* numerator */
    29, /* numerator_fraction */
    27, /* fraction */
    24u, /* width */
};

/* layer.1.attention.query */
static const thimble_linear_data layer_1_attention_query_p = {
    thimble_tiny_weights.layer_1_attention_query_weight,
    thimble_tiny_weights.layer_1_attention_query_bias,
    thimble_tiny_tables.layer_1_attention_query_multiplier,
    24u, /* inputs */
    24u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.1.attention */
static const thimble_attention_data layer_1_attention_p = {
    24u, /* width */
    1u, /* heads */
    17254129, /* exponent_multiplier */
    0u, /* exponent_shift */
    2228980151u, /* numerator */
    1u, /* shift */
    0, /* zero_point */
};

/* layer.1.attention.output */
static const thimble_linear_data layer_1_attention_output_p = {
    thimble_tiny_weights.layer_1_attention_output_weight,
    thimble_tiny_weights.layer_1_attention_output_bias,
    thimble_tiny_tables.layer_1_attention_output_multiplier,
    24u, /* inputs */
    24u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.1.convolution */
static const thimble_convolution_data layer_1_convolution_p = {
    thimble_tiny_weights.layer_1_convolution_weight,
    thimble_tiny_weights.layer_1_convolution_bias,
    thimble_tiny_tables.layer_1_convolution_multiplier,
    24u, /* inputs */
    48u, /* outputs */
    5u, /* taps */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.1.convolution.activation */
static const thimble_chosen_lookup_data layer_1_convolution_activation_p = {thimble_tiny_tables.layer_1_convolution_activation_table, thimble_tiny_tables.layer_1_convolution_activation_choice, 48u};

/* layer.1.contract */
static const thimble_linear_data layer_1_contract_p = {
    thimble_tiny_weights.layer_1_contract_weight,
    thimble_tiny_weights.layer_1_contract_bias,
    thimble_tiny_tables.layer_1_contract_multiplier,
    48u, /* inputs */
    24u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.1.sum */
static const thimble_term_data layer_1_sum_terms[] = {
    {
        0, /* zero_point */
        2u, /* shift */
        1073741824, /* multiplier */
        16u, /* bits */
    },
    {
        0, /* zero_point */
        2u, /* shift */
        1073741824, /* multiplier */
        16u, /* bits */
    },
};
static const thimble_add_data layer_1_sum_p = {layer_1_sum_terms, 2u, 0};

/* pool.i8 */
static const thimble_term_data pool_i8_terms[] = {
    {
        0, /* zero_point */
        0u, /* shift */
        40585397, /* multiplier */
        16u, /* bits */
    },
};
static const thimble_add_data pool_i8_p = {pool_i8_terms, 1u, 0};

/* classifier */
static const thimble_linear_data classifier_p = {
    thimble_tiny_weights.classifier_weight,
    thimble_tiny_weights.classifier_bias,
    thimble_tiny_tables.classifier_multiplier,
    24u, /* inputs */
    3u, /* outputs */
    2u, /* shift */
    0, /* zero_point */
};

static void loop_0(uint8_t *arena, const uint16_t *ids, uint32_t tokens)
{
    int8_t *const embedding_token = (int8_t *)(void *)(arena + 504);
    int8_t *const embedding_position = (int8_t *)(void *)(arena + 480);
    int8_t *const embedding_segment_row = (int8_t *)(void *)(arena + 528);
    int8_t *const embedding_sum_inputs = (int8_t *)(void *)(arena + 672);
    int16_t *const embedding_sum = (int16_t *)(void *)(arena + 480);
    int8_t *const layer_0_norm = (int8_t *)(void *)(arena + 0);
    for (uint32_t first = 0; first < tokens; first += 4u) {
        const uint32_t rows = tokens - first < 4u ? tokens - first : 4u;
        thimble_embedding_token_s8(&embedding_token_p, ids, first, rows,
            embedding_token);
        THIMBLE_SHOW("embedding.token", first, rows, 6u, 8u, embedding_token);
        thimble_embedding_position_s8(&embedding_position_p, first, rows, embedding_position);
        THIMBLE_SHOW("embedding.position", first, rows, 6u, 8u, embedding_position);
        thimble_embedding_segment_s8(&embedding_segment_row_p, ids, 0u, 4u, first, rows,
            embedding_segment_row);
        THIMBLE_SHOW("embedding.segment.row", first, rows, 3u, 8u, embedding_segment_row);
        {
            const int8_t *const parts[] = {embedding_token, embedding_position, embedding_segment_row};
            thimble_concat_s8(parts, embedding_sum_inputs_widths, 3u, rows, embedding_sum_inputs);
        }
        THIMBLE_SHOW("embedding.sum.inputs", first, rows, 15u, 8u, embedding_sum_inputs);
        thimble_linear_s16(&embedding_sum_p, embedding_sum_inputs, rows,
            NULL, embedding_sum);
        THIMBLE_SHOW("embedding.sum", first, rows, 24u, 16u, embedding_sum);
        thimble_rms_norm_s8(&layer_0_norm_p, embedding_sum, rows,
            layer_0_norm + (size_t)first * 24u);
        THIMBLE_SHOW("layer.0.norm", first, rows, 24u, 8u, layer_0_norm + (size_t)first * 24u);
    }
}

static void loop_1(uint8_t *arena, uint32_t tokens)
{
    int8_t *const layer_0_norm = (int8_t *)(void *)(arena + 0);
    int8_t *const layer_0_attention_query = (int8_t *)(void *)(arena + 1152);
    int8_t *const layer_0_attention = (int8_t *)(void *)(arena + 1152);
    int32_t *const layer_0_attention_scratch = (int32_t *)(void *)(arena + 960);
    int16_t *const layer_0_attention_output = (int16_t *)(void *)(arena + 960);
    int8_t *const layer_0_convolution = (int8_t *)(void *)(arena + 1344);
    int8_t *const layer_0_convolution_activation = (int8_t *)(void *)(arena + 1344);
    int16_t *const layer_0_contract = (int16_t *)(void *)(arena + 1152);
    int16_t *const layer_0_sum = (int16_t *)(void *)(arena + 1344);
    int8_t *const layer_1_norm = (int8_t *)(void *)(arena + 480);
    for (uint32_t first = 0; first < tokens; first += 4u) {
        const uint32_t rows = tokens - first < 4u ? tokens - first : 4u;
        thimble_linear_s8(&layer_0_attention_query_p, layer_0_norm + (size_t)first * 24u, rows,
            NULL, layer_0_attention_query);
        THIMBLE_SHOW("layer.0.attention.query", first, rows, 24u, 8u, layer_0_attention_query);
        thimble_attention_s8(&layer_0_attention_p, layer_0_attention_query, rows,
            layer_0_norm, layer_0_norm, tokens,
            layer_0_attention_scratch, layer_0_attention);
        THIMBLE_SHOW("layer.0.attention", first, rows, 24u, 8u, layer_0_attention);
        thimble_linear_s16(&layer_0_attention_output_p, layer_0_attention, rows,
            NULL, layer_0_attention_output);
        THIMBLE_SHOW("layer.0.attention.output", first, rows, 24u, 16u, layer_0_attention_output);
        thimble_convolution_s8(&layer_0_convolution_p, layer_0_norm, first, rows,
            NULL, layer_0_convolution);
        THIMBLE_SHOW("layer.0.convolution", first, rows, 48u, 8u, layer_0_convolution);
        thimble_chosen_lookup_s8(&layer_0_convolution_activation_p, layer_0_convolution, rows, layer_0_convolution_activation);
        THIMBLE_SHOW("layer.0.convolution.activation", first, rows, 48u, 8u, layer_0_convolution_activation);
        thimble_linear_s16(&layer_0_contract_p, layer_0_convolution_activation, rows,
            NULL, layer_0_contract);
        THIMBLE_SHOW("layer.0.contract", first, rows, 24u, 16u, layer_0_contract);
        {
            const void *const terms[] = {layer_0_attention_output, layer_0_contract};
            thimble_add_s16(&layer_0_sum_p, terms, (size_t)rows * 24u,
                layer_0_sum);
        }
        THIMBLE_SHOW("layer.0.sum", first, rows, 24u, 16u, layer_0_sum);
        thimble_rms_norm_s8(&layer_1_norm_p, layer_0_sum, rows,
            layer_1_norm + (size_t)first * 24u);
        THIMBLE_SHOW("layer.1.norm", first, rows, 24u, 8u, layer_1_norm + (size_t)first * 24u);
    }
}

static void loop_2(uint8_t *arena, uint32_t tokens)
{
    int8_t *const layer_1_norm = (int8_t *)(void *)(arena + 480);
    int8_t *const layer_1_attention_query = (int8_t *)(void *)(arena + 80);
    int8_t *const layer_1_attention = (int8_t *)(void *)(arena + 80);
    int32_t *const layer_1_attention_scratch = (int32_t *)(void *)(arena + 0);
    int16_t *const layer_1_attention_output = (int16_t *)(void *)(arena + 0);
    int8_t *const layer_1_convolution = (int8_t *)(void *)(arena + 96);
    int8_t *const layer_1_convolution_activation = (int8_t *)(void *)(arena + 96);
    int16_t *const layer_1_contract = (int16_t *)(void *)(arena + 48);
    int16_t *const layer_1_sum = (int16_t *)(void *)(arena + 96);
    int16_t *const pool = (int16_t *)(void *)(arena + 0);
    int8_t *const pool_i8 = (int8_t *)(void *)(arena + 48);
    int16_t *const classifier = (int16_t *)(void *)(arena + 0);
    thimble_linear_s8(&layer_1_attention_query_p, layer_1_norm, 1,
        NULL, layer_1_attention_query);
    THIMBLE_SHOW("layer.1.attention.query", 0, 1, 24u, 8u, layer_1_attention_query);
    thimble_attention_s8(&layer_1_attention_p, layer_1_attention_query, 1,
        layer_1_norm, layer_1_norm, tokens,
        layer_1_attention_scratch, layer_1_attention);
    THIMBLE_SHOW("layer.1.attention", 0, 1, 24u, 8u, layer_1_attention);
    thimble_linear_s16(&layer_1_attention_output_p, layer_1_attention, 1,
        NULL, layer_1_attention_output);
    THIMBLE_SHOW("layer.1.attention.output", 0, 1, 24u, 16u, layer_1_attention_output);
    thimble_convolution_s8(&layer_1_convolution_p, layer_1_norm, 0, 1,
        NULL, layer_1_convolution);
    THIMBLE_SHOW("layer.1.convolution", 0, 1, 48u, 8u, layer_1_convolution);
    thimble_chosen_lookup_s8(&layer_1_convolution_activation_p, layer_1_convolution, 1, layer_1_convolution_activation);
    THIMBLE_SHOW("layer.1.convolution.activation", 0, 1, 48u, 8u, layer_1_convolution_activation);
    thimble_linear_s16(&layer_1_contract_p, layer_1_convolution_activation, 1,
        NULL, layer_1_contract);
    THIMBLE_SHOW("layer.1.contract", 0, 1, 24u, 16u, layer_1_contract);
    {
        const void *const terms[] = {layer_1_attention_output, layer_1_contract};
        thimble_add_s16(&layer_1_sum_p, terms, (size_t)1 * 24u,
            layer_1_sum);
    }
    THIMBLE_SHOW("layer.1.sum", 0, 1, 24u, 16u, layer_1_sum);
    memcpy(pool, layer_1_sum, 24u * sizeof *pool);
    THIMBLE_SHOW("pool", 0, 1, 24u, 16u, pool);
    {
        const void *const terms[] = {pool};
        thimble_add_s8(&pool_i8_p, terms, (size_t)1 * 24u,
            pool_i8);
    }
    THIMBLE_SHOW("pool.i8", 0, 1, 24u, 8u, pool_i8);
    thimble_linear_s16(&classifier_p, pool_i8, 1,
        NULL, classifier);
    THIMBLE_SHOW("classifier", 0, 1, 3u, 16u, classifier);
}

int thimble_tiny_init(thimble_tiny_t *ctx, void *arena, size_t arena_bytes)
{
    if (ctx == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    if (arena == NULL || arena_bytes < THIMBLE_TINY_ARENA_BYTES || (uintptr_t)arena % THIMBLE_ALIGNMENT != 0) {
        return THIMBLE_ERROR_ARENA;
    }
    ctx->arena = (uint8_t *)arena;
    return THIMBLE_OK;
}

/* Computes the logits of ctx->ids and fills in the answer. */
static void infer(thimble_tiny_t *ctx, uint32_t tokens, int truncated, thimble_result_t *out)
{
    uint8_t *const arena = ctx->arena;
    THIMBLE_START();
    loop_0(arena, ctx->ids, tokens);
    loop_1(arena, tokens);
    loop_2(arena, tokens);
    const int16_t *const logits = (const int16_t *)(const void *)(arena + 0);
    uint16_t best = 0;
    for (uint32_t i = 0; i < THIMBLE_TINY_LABELS; i++) {
        ctx->logits[i] = logits[i];
        if (logits[i] > logits[best]) {
            best = (uint16_t)i;
        }
    }
    out->label = best;
    out->labels = THIMBLE_TINY_LABELS;
    out->logits = ctx->logits;
    out->tokens = (uint16_t)tokens;
    out->truncated = (uint8_t)truncated;
    out->ids = ctx->ids;
}

int thimble_tiny_run(thimble_tiny_t *ctx, const uint16_t *ids, size_t count, thimble_result_t *out)
{
    if (ctx == NULL || ctx->arena == NULL || ids == NULL || out == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    if (count == 0 || count > THIMBLE_TINY_MAX_TOKENS) {
        return THIMBLE_ERROR_TOKENS;
    }
    for (size_t i = 0; i < count; i++) {
        if (ids[i] >= THIMBLE_TINY_VOCABULARY) {
            return THIMBLE_ERROR_TOKENS;
        }
    }
    memmove(ctx->ids, ids, count * sizeof *ids);
    infer(ctx, (uint32_t)count, 0, out);
    return THIMBLE_OK;
}

int thimble_tiny_classify(thimble_tiny_t *ctx, const char *utf8, size_t len, thimble_result_t *out)
{
    size_t count = 0;
    int truncated = 0;
    if (ctx == NULL || ctx->arena == NULL || (utf8 == NULL && len != 0) || out == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    thimble_tiny_tokenize(ctx->arena, utf8, len, ctx->ids, THIMBLE_TINY_MAX_TOKENS, &count, &truncated);
    if (count == 0) {
        return THIMBLE_ERROR_TOKENS;
    }
    infer(ctx, (uint32_t)count, truncated, out);
    return THIMBLE_OK;
}

const char *thimble_tiny_label(uint16_t label)
{
    static const char *const labels[THIMBLE_TINY_LABELS] = {
        "up",
        "down",
        "left",
    };
    return label < THIMBLE_TINY_LABELS ? labels[label] : "";
}
