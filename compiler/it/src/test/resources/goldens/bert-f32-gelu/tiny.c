/* SPDX-License-Identifier: Apache-2.0 AND LicenseRef-Model */
/* tiny: the model. Written by thimble compile; do not edit. */
#include "../include/tiny.h"

#include <string.h>

#include "tiny_constants.h"
#include "tiny_tokenizer.h"
#include "thimble/instrument.h"
#include "thimble/kernels.h"

/* embedding.token */
static const thimble_embedding_data embedding_token_p = {thimble_tiny_weights.embedding_token_table, NULL, 32u};

/* embedding.position */
static const thimble_embedding_data embedding_position_p = {thimble_tiny_weights.embedding_position_table, NULL, 32u};

/* embedding.sum */
static const thimble_term_data embedding_sum_terms[] = {
    {
        0, /* zero_point */
        8u, /* shift */
        1326629998, /* multiplier */
        8u, /* bits */
    },
    {
        0, /* zero_point */
        8u, /* shift */
        1656096242, /* multiplier */
        8u, /* bits */
    },
};
static const thimble_add_data embedding_sum_p = {embedding_sum_terms, 2u, 0};

/* embedding.norm */
static const thimble_norm_data embedding_norm_p = {
    thimble_tiny_weights.embedding_norm_gain,
    thimble_tiny_weights.embedding_norm_bias,
    INT64_C(0), /* epsilon */
    3037000500u, /* numerator */
    29, /* numerator_fraction */
    27, /* fraction */
    32u, /* width */
};

/* layer.0.attention.head0.query */
static const thimble_linear_data layer_0_attention_head0_query_p = {
    thimble_tiny_weights.layer_0_attention_head0_query_weight,
    thimble_tiny_weights.layer_0_attention_head0_query_bias,
    thimble_tiny_tables.layer_0_attention_head0_query_multiplier,
    32u, /* inputs */
    8u, /* outputs */
    0u, /* shift */
    -25, /* zero_point */
};

/* layer.0.attention.head0.key */
static const thimble_linear_data layer_0_attention_head0_key_p = {
    thimble_tiny_weights.layer_0_attention_head0_key_weight,
    thimble_tiny_weights.layer_0_attention_head0_key_bias,
    thimble_tiny_tables.layer_0_attention_head0_key_multiplier,
    8u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention.head0 */
static const thimble_attention_data layer_0_attention_head0_p = {
    32u, /* width */
    1u, /* heads */
    814155426, /* exponent_multiplier */
    0u, /* exponent_shift */
    2831155005u, /* numerator */
    1u, /* shift */
    -29, /* zero_point */
};

/* layer.0.attention.head0.value */
static const thimble_linear_data layer_0_attention_head0_value_p = {
    thimble_tiny_weights.layer_0_attention_head0_value_weight,
    thimble_tiny_weights.layer_0_attention_head0_value_bias,
    thimble_tiny_tables.layer_0_attention_head0_value_multiplier,
    32u, /* inputs */
    8u, /* outputs */
    0u, /* shift */
    -29, /* zero_point */
};

/* layer.0.attention.head1.query */
static const thimble_linear_data layer_0_attention_head1_query_p = {
    thimble_tiny_weights.layer_0_attention_head1_query_weight,
    thimble_tiny_weights.layer_0_attention_head1_query_bias,
    thimble_tiny_tables.layer_0_attention_head1_query_multiplier,
    32u, /* inputs */
    8u, /* outputs */
    0u, /* shift */
    4, /* zero_point */
};

/* layer.0.attention.head1.key */
static const thimble_linear_data layer_0_attention_head1_key_p = {
    thimble_tiny_weights.layer_0_attention_head1_key_weight,
    thimble_tiny_weights.layer_0_attention_head1_key_bias,
    thimble_tiny_tables.layer_0_attention_head1_key_multiplier,
    8u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention.head1 */
static const thimble_attention_data layer_0_attention_head1_p = {
    32u, /* width */
    1u, /* heads */
    1060726108, /* exponent_multiplier */
    0u, /* exponent_shift */
    2810208825u, /* numerator */
    1u, /* shift */
    -13, /* zero_point */
};

/* layer.0.attention.head1.value */
static const thimble_linear_data layer_0_attention_head1_value_p = {
    thimble_tiny_weights.layer_0_attention_head1_value_weight,
    thimble_tiny_weights.layer_0_attention_head1_value_bias,
    thimble_tiny_tables.layer_0_attention_head1_value_multiplier,
    32u, /* inputs */
    8u, /* outputs */
    0u, /* shift */
    3, /* zero_point */
};

/* layer.0.attention.head2.query */
static const thimble_linear_data layer_0_attention_head2_query_p = {
    thimble_tiny_weights.layer_0_attention_head2_query_weight,
    thimble_tiny_weights.layer_0_attention_head2_query_bias,
    thimble_tiny_tables.layer_0_attention_head2_query_multiplier,
    32u, /* inputs */
    8u, /* outputs */
    0u, /* shift */
    -32, /* zero_point */
};

/* layer.0.attention.head2.key */
static const thimble_linear_data layer_0_attention_head2_key_p = {
    thimble_tiny_weights.layer_0_attention_head2_key_weight,
    thimble_tiny_weights.layer_0_attention_head2_key_bias,
    thimble_tiny_tables.layer_0_attention_head2_key_multiplier,
    8u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention.head2 */
static const thimble_attention_data layer_0_attention_head2_p = {
    32u, /* width */
    1u, /* heads */
    1076916158, /* exponent_multiplier */
    0u, /* exponent_shift */
    2965089864u, /* numerator */
    1u, /* shift */
    -34, /* zero_point */
};

/* layer.0.attention.head2.value */
static const thimble_linear_data layer_0_attention_head2_value_p = {
    thimble_tiny_weights.layer_0_attention_head2_value_weight,
    thimble_tiny_weights.layer_0_attention_head2_value_bias,
    thimble_tiny_tables.layer_0_attention_head2_value_multiplier,
    32u, /* inputs */
    8u, /* outputs */
    0u, /* shift */
    23, /* zero_point */
};

/* layer.0.attention.head3.query */
static const thimble_linear_data layer_0_attention_head3_query_p = {
    thimble_tiny_weights.layer_0_attention_head3_query_weight,
    thimble_tiny_weights.layer_0_attention_head3_query_bias,
    thimble_tiny_tables.layer_0_attention_head3_query_multiplier,
    32u, /* inputs */
    8u, /* outputs */
    0u, /* shift */
    -9, /* zero_point */
};

/* layer.0.attention.head3.key */
static const thimble_linear_data layer_0_attention_head3_key_p = {
    thimble_tiny_weights.layer_0_attention_head3_key_weight,
    thimble_tiny_weights.layer_0_attention_head3_key_bias,
    thimble_tiny_tables.layer_0_attention_head3_key_multiplier,
    8u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention.head3 */
static const thimble_attention_data layer_0_attention_head3_p = {
    32u, /* width */
    1u, /* heads */
    757251906, /* exponent_multiplier */
    0u, /* exponent_shift */
    3252753667u, /* numerator */
    1u, /* shift */
    -31, /* zero_point */
};

/* layer.0.attention.head3.value */
static const thimble_linear_data layer_0_attention_head3_value_p = {
    thimble_tiny_weights.layer_0_attention_head3_value_weight,
    thimble_tiny_weights.layer_0_attention_head3_value_bias,
    thimble_tiny_tables.layer_0_attention_head3_value_multiplier,
    32u, /* inputs */
    8u, /* outputs */
    0u, /* shift */
    -17, /* zero_point */
};

/* layer.0.attention.head0.output */
static const thimble_linear_data layer_0_attention_head0_output_p = {
    thimble_tiny_weights.layer_0_attention_head0_output_weight,
    thimble_tiny_weights.layer_0_attention_head0_output_bias,
    thimble_tiny_tables.layer_0_attention_head0_output_multiplier,
    8u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention.head1.output */
static const thimble_linear_data layer_0_attention_head1_output_p = {
    thimble_tiny_weights.layer_0_attention_head1_output_weight,
    thimble_tiny_weights.layer_0_attention_head1_output_bias,
    thimble_tiny_tables.layer_0_attention_head1_output_multiplier,
    8u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention.head2.output */
static const thimble_linear_data layer_0_attention_head2_output_p = {
    thimble_tiny_weights.layer_0_attention_head2_output_weight,
    thimble_tiny_weights.layer_0_attention_head2_output_bias,
    thimble_tiny_tables.layer_0_attention_head2_output_multiplier,
    8u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention.head3.output */
static const thimble_linear_data layer_0_attention_head3_output_p = {
    thimble_tiny_weights.layer_0_attention_head3_output_weight,
    thimble_tiny_weights.layer_0_attention_head3_output_bias,
    thimble_tiny_tables.layer_0_attention_head3_output_multiplier,
    8u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.attention.sum */
static const thimble_term_data layer_0_attention_sum_terms[] = {
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
    {
        0, /* zero_point */
        8u, /* shift */
        1324084928, /* multiplier */
        8u, /* bits */
    },
};
static const thimble_add_data layer_0_attention_sum_p = {layer_0_attention_sum_terms, 5u, 0};

/* layer.0.attention.norm */
static const thimble_norm_data layer_0_attention_norm_p = {
    thimble_tiny_weights.layer_0_attention_norm_gain,
    thimble_tiny_weights.layer_0_attention_norm_bias,
    INT64_C(0), /* epsilon */
    3037000500u, /* numerator */
    29, /* numerator_fraction */
    27, /* fraction */
    32u, /* width */
};

/* layer.0.feed_forward.up */
static const thimble_linear_data layer_0_feed_forward_up_p = {
    thimble_tiny_weights.layer_0_feed_forward_up_weight,
    thimble_tiny_weights.layer_0_feed_forward_up_bias,
    thimble_tiny_tables.layer_0_feed_forward_up_multiplier,
    32u, /* inputs */
    48u, /* outputs */
    0u, /* shift */
    -30, /* zero_point */
};

/* layer.0.feed_forward.down */
static const thimble_linear_data layer_0_feed_forward_down_p = {
    thimble_tiny_weights.layer_0_feed_forward_down_weight,
    thimble_tiny_weights.layer_0_feed_forward_down_bias,
    thimble_tiny_tables.layer_0_feed_forward_down_multiplier,
    48u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

/* layer.0.feed_forward.sum */
static const thimble_term_data layer_0_feed_forward_sum_terms[] = {
    {
        0, /* zero_point */
        2u, /* shift */
        1073741824, /* multiplier */
        16u, /* bits */
    },
    {
        -2, /* zero_point */
        7u, /* shift */
        1832085252, /* multiplier */
        8u, /* bits */
    },
};
static const thimble_add_data layer_0_feed_forward_sum_p = {layer_0_feed_forward_sum_terms, 2u, 0};

/* layer.0.feed_forward.norm */
static const thimble_norm_data layer_0_feed_forward_norm_p = {
    thimble_tiny_weights.layer_0_feed_forward_norm_gain,
    thimble_tiny_weights.layer_0_feed_forward_norm_bias,
    INT64_C(0), /* epsilon */
    3037000500u, /* numerator */
    29, /* numerator_fraction */
    27, /* fraction */
    32u, /* width */
};

/* pooler */
static const thimble_linear_data pooler_p = {
    thimble_tiny_weights.pooler_weight,
    thimble_tiny_weights.pooler_bias,
    thimble_tiny_tables.pooler_multiplier,
    32u, /* inputs */
    32u, /* outputs */
    0u, /* shift */
    -7, /* zero_point */
};

/* classifier */
static const thimble_linear_data classifier_p = {
    thimble_tiny_weights.classifier_weight,
    thimble_tiny_weights.classifier_bias,
    thimble_tiny_tables.classifier_multiplier,
    32u, /* inputs */
    4u, /* outputs */
    0u, /* shift */
    0, /* zero_point */
};

static void loop_0(uint8_t *arena, const uint16_t *ids, uint32_t tokens)
{
    int8_t *const embedding_token = (int8_t *)(void *)(arena + 1152);
    int8_t *const embedding_position = (int8_t *)(void *)(arena + 1024);
    int16_t *const embedding_sum = (int16_t *)(void *)(arena + 768);
    int8_t *const embedding_norm = (int8_t *)(void *)(arena + 0);
    for (uint32_t first = 0; first < tokens; first += 4u) {
        const uint32_t rows = tokens - first < 4u ? tokens - first : 4u;
        thimble_embedding_token_s8(&embedding_token_p, ids, first, rows,
            embedding_token);
        THIMBLE_SHOW("embedding.token", first, rows, 32u, 8u, embedding_token);
        thimble_embedding_position_s8(&embedding_position_p, first, rows, embedding_position);
        THIMBLE_SHOW("embedding.position", first, rows, 32u, 8u, embedding_position);
        {
            const void *const terms[] = {embedding_token, embedding_position};
            thimble_add_s16(&embedding_sum_p, terms, (size_t)rows * 32u,
                embedding_sum);
        }
        THIMBLE_SHOW("embedding.sum", first, rows, 32u, 16u, embedding_sum);
        thimble_layer_norm_s8(&embedding_norm_p, embedding_sum, rows,
            embedding_norm + (size_t)first * 32u);
        THIMBLE_SHOW("embedding.norm", first, rows, 32u, 8u, embedding_norm + (size_t)first * 32u);
    }
}

static void loop_1(uint8_t *arena, uint32_t tokens)
{
    int8_t *const embedding_norm = (int8_t *)(void *)(arena + 0);
    int8_t *const layer_0_attention_head0_query = (int8_t *)(void *)(arena + 768);
    int8_t *const layer_0_attention_head0_key = (int8_t *)(void *)(arena + 864);
    int8_t *const layer_0_attention_head0 = (int8_t *)(void *)(arena + 864);
    int32_t *const layer_0_attention_head0_scratch = (int32_t *)(void *)(arena + 768);
    int8_t *const layer_0_attention_head0_value = (int8_t *)(void *)(arena + 896);
    int8_t *const layer_0_attention_head1_query = (int8_t *)(void *)(arena + 768);
    int8_t *const layer_0_attention_head1_key = (int8_t *)(void *)(arena + 864);
    int8_t *const layer_0_attention_head1 = (int8_t *)(void *)(arena + 864);
    int32_t *const layer_0_attention_head1_scratch = (int32_t *)(void *)(arena + 768);
    int8_t *const layer_0_attention_head1_value = (int8_t *)(void *)(arena + 904);
    int8_t *const layer_0_attention_head2_query = (int8_t *)(void *)(arena + 768);
    int8_t *const layer_0_attention_head2_key = (int8_t *)(void *)(arena + 864);
    int8_t *const layer_0_attention_head2 = (int8_t *)(void *)(arena + 864);
    int32_t *const layer_0_attention_head2_scratch = (int32_t *)(void *)(arena + 768);
    int8_t *const layer_0_attention_head2_value = (int8_t *)(void *)(arena + 960);
    int8_t *const layer_0_attention_head3_query = (int8_t *)(void *)(arena + 768);
    int8_t *const layer_0_attention_head3_key = (int8_t *)(void *)(arena + 864);
    int8_t *const layer_0_attention_head3 = (int8_t *)(void *)(arena + 864);
    int32_t *const layer_0_attention_head3_scratch = (int32_t *)(void *)(arena + 768);
    int8_t *const layer_0_attention_head3_value = (int8_t *)(void *)(arena + 1024);
    int16_t *const layer_0_attention_head0_output = (int16_t *)(void *)(arena + 768);
    int16_t *const layer_0_attention_head1_output = (int16_t *)(void *)(arena + 832);
    int16_t *const layer_0_attention_head2_output = (int16_t *)(void *)(arena + 896);
    int16_t *const layer_0_attention_head3_output = (int16_t *)(void *)(arena + 960);
    int16_t *const layer_0_attention_sum = (int16_t *)(void *)(arena + 1024);
    int8_t *const layer_0_attention_norm = (int8_t *)(void *)(arena + 128);
    int8_t *const layer_0_feed_forward_up = (int8_t *)(void *)(arena + 64);
    int8_t *const layer_0_feed_forward_activation = (int8_t *)(void *)(arena + 64);
    int16_t *const layer_0_feed_forward_down = (int16_t *)(void *)(arena + 0);
    int16_t *const layer_0_feed_forward_sum = (int16_t *)(void *)(arena + 64);
    int8_t *const layer_0_feed_forward_norm = (int8_t *)(void *)(arena + 0);
    int8_t *const pool = (int8_t *)(void *)(arena + 32);
    int8_t *const pooler = (int8_t *)(void *)(arena + 0);
    int8_t *const pooler_activation = (int8_t *)(void *)(arena + 0);
    int16_t *const classifier = (int16_t *)(void *)(arena + 32);
    thimble_linear_s8(&layer_0_attention_head0_query_p, embedding_norm, 1,
        NULL, layer_0_attention_head0_query);
    THIMBLE_SHOW("layer.0.attention.head0.query", 0, 1, 8u, 8u, layer_0_attention_head0_query);
    thimble_linear_s8(&layer_0_attention_head0_key_p, layer_0_attention_head0_query, 1,
        NULL, layer_0_attention_head0_key);
    THIMBLE_SHOW("layer.0.attention.head0.key", 0, 1, 32u, 8u, layer_0_attention_head0_key);
    thimble_attention_s8(&layer_0_attention_head0_p, layer_0_attention_head0_key, 1,
        embedding_norm, embedding_norm, tokens,
        layer_0_attention_head0_scratch, layer_0_attention_head0);
    THIMBLE_SHOW("layer.0.attention.head0", 0, 1, 32u, 8u, layer_0_attention_head0);
    thimble_linear_s8(&layer_0_attention_head0_value_p, layer_0_attention_head0, 1,
        NULL, layer_0_attention_head0_value);
    THIMBLE_SHOW("layer.0.attention.head0.value", 0, 1, 8u, 8u, layer_0_attention_head0_value);
    thimble_linear_s8(&layer_0_attention_head1_query_p, embedding_norm, 1,
        NULL, layer_0_attention_head1_query);
    THIMBLE_SHOW("layer.0.attention.head1.query", 0, 1, 8u, 8u, layer_0_attention_head1_query);
    thimble_linear_s8(&layer_0_attention_head1_key_p, layer_0_attention_head1_query, 1,
        NULL, layer_0_attention_head1_key);
    THIMBLE_SHOW("layer.0.attention.head1.key", 0, 1, 32u, 8u, layer_0_attention_head1_key);
    thimble_attention_s8(&layer_0_attention_head1_p, layer_0_attention_head1_key, 1,
        embedding_norm, embedding_norm, tokens,
        layer_0_attention_head1_scratch, layer_0_attention_head1);
    THIMBLE_SHOW("layer.0.attention.head1", 0, 1, 32u, 8u, layer_0_attention_head1);
    thimble_linear_s8(&layer_0_attention_head1_value_p, layer_0_attention_head1, 1,
        NULL, layer_0_attention_head1_value);
    THIMBLE_SHOW("layer.0.attention.head1.value", 0, 1, 8u, 8u, layer_0_attention_head1_value);
    thimble_linear_s8(&layer_0_attention_head2_query_p, embedding_norm, 1,
        NULL, layer_0_attention_head2_query);
    THIMBLE_SHOW("layer.0.attention.head2.query", 0, 1, 8u, 8u, layer_0_attention_head2_query);
    thimble_linear_s8(&layer_0_attention_head2_key_p, layer_0_attention_head2_query, 1,
        NULL, layer_0_attention_head2_key);
    THIMBLE_SHOW("layer.0.attention.head2.key", 0, 1, 32u, 8u, layer_0_attention_head2_key);
    thimble_attention_s8(&layer_0_attention_head2_p, layer_0_attention_head2_key, 1,
        embedding_norm, embedding_norm, tokens,
        layer_0_attention_head2_scratch, layer_0_attention_head2);
    THIMBLE_SHOW("layer.0.attention.head2", 0, 1, 32u, 8u, layer_0_attention_head2);
    thimble_linear_s8(&layer_0_attention_head2_value_p, layer_0_attention_head2, 1,
        NULL, layer_0_attention_head2_value);
    THIMBLE_SHOW("layer.0.attention.head2.value", 0, 1, 8u, 8u, layer_0_attention_head2_value);
    thimble_linear_s8(&layer_0_attention_head3_query_p, embedding_norm, 1,
        NULL, layer_0_attention_head3_query);
    THIMBLE_SHOW("layer.0.attention.head3.query", 0, 1, 8u, 8u, layer_0_attention_head3_query);
    thimble_linear_s8(&layer_0_attention_head3_key_p, layer_0_attention_head3_query, 1,
        NULL, layer_0_attention_head3_key);
    THIMBLE_SHOW("layer.0.attention.head3.key", 0, 1, 32u, 8u, layer_0_attention_head3_key);
    thimble_attention_s8(&layer_0_attention_head3_p, layer_0_attention_head3_key, 1,
        embedding_norm, embedding_norm, tokens,
        layer_0_attention_head3_scratch, layer_0_attention_head3);
    THIMBLE_SHOW("layer.0.attention.head3", 0, 1, 32u, 8u, layer_0_attention_head3);
    thimble_linear_s8(&layer_0_attention_head3_value_p, layer_0_attention_head3, 1,
        NULL, layer_0_attention_head3_value);
    THIMBLE_SHOW("layer.0.attention.head3.value", 0, 1, 8u, 8u, layer_0_attention_head3_value);
    thimble_linear_s16(&layer_0_attention_head0_output_p, layer_0_attention_head0_value, 1,
        NULL, layer_0_attention_head0_output);
    THIMBLE_SHOW("layer.0.attention.head0.output", 0, 1, 32u, 16u, layer_0_attention_head0_output);
    thimble_linear_s16(&layer_0_attention_head1_output_p, layer_0_attention_head1_value, 1,
        NULL, layer_0_attention_head1_output);
    THIMBLE_SHOW("layer.0.attention.head1.output", 0, 1, 32u, 16u, layer_0_attention_head1_output);
    thimble_linear_s16(&layer_0_attention_head2_output_p, layer_0_attention_head2_value, 1,
        NULL, layer_0_attention_head2_output);
    THIMBLE_SHOW("layer.0.attention.head2.output", 0, 1, 32u, 16u, layer_0_attention_head2_output);
    thimble_linear_s16(&layer_0_attention_head3_output_p, layer_0_attention_head3_value, 1,
        NULL, layer_0_attention_head3_output);
    THIMBLE_SHOW("layer.0.attention.head3.output", 0, 1, 32u, 16u, layer_0_attention_head3_output);
    {
        const void *const terms[] = {layer_0_attention_head0_output, layer_0_attention_head1_output, layer_0_attention_head2_output, layer_0_attention_head3_output, embedding_norm};
        thimble_add_s16(&layer_0_attention_sum_p, terms, (size_t)1 * 32u,
            layer_0_attention_sum);
    }
    THIMBLE_SHOW("layer.0.attention.sum", 0, 1, 32u, 16u, layer_0_attention_sum);
    thimble_layer_norm_s8(&layer_0_attention_norm_p, layer_0_attention_sum, 1,
        layer_0_attention_norm);
    THIMBLE_SHOW("layer.0.attention.norm", 0, 1, 32u, 8u, layer_0_attention_norm);
    thimble_linear_s8(&layer_0_feed_forward_up_p, layer_0_attention_norm, 1,
        NULL, layer_0_feed_forward_up);
    THIMBLE_SHOW("layer.0.feed_forward.up", 0, 1, 48u, 8u, layer_0_feed_forward_up);
    thimble_lookup_s8(thimble_tiny_tables.layer_0_feed_forward_activation_table, layer_0_feed_forward_up,
        (size_t)1 * 48u, layer_0_feed_forward_activation);
    THIMBLE_SHOW("layer.0.feed_forward.activation", 0, 1, 48u, 8u, layer_0_feed_forward_activation);
    thimble_linear_s16(&layer_0_feed_forward_down_p, layer_0_feed_forward_activation, 1,
        NULL, layer_0_feed_forward_down);
    THIMBLE_SHOW("layer.0.feed_forward.down", 0, 1, 32u, 16u, layer_0_feed_forward_down);
    {
        const void *const terms[] = {layer_0_feed_forward_down, layer_0_attention_norm};
        thimble_add_s16(&layer_0_feed_forward_sum_p, terms, (size_t)1 * 32u,
            layer_0_feed_forward_sum);
    }
    THIMBLE_SHOW("layer.0.feed_forward.sum", 0, 1, 32u, 16u, layer_0_feed_forward_sum);
    thimble_layer_norm_s8(&layer_0_feed_forward_norm_p, layer_0_feed_forward_sum, 1,
        layer_0_feed_forward_norm);
    THIMBLE_SHOW("layer.0.feed_forward.norm", 0, 1, 32u, 8u, layer_0_feed_forward_norm);
    memcpy(pool, layer_0_feed_forward_norm, 32u * sizeof *pool);
    THIMBLE_SHOW("pool", 0, 1, 32u, 8u, pool);
    thimble_linear_s8(&pooler_p, pool, 1,
        NULL, pooler);
    THIMBLE_SHOW("pooler", 0, 1, 32u, 8u, pooler);
    thimble_lookup_s8(thimble_tiny_tables.pooler_activation_table, pooler,
        (size_t)1 * 32u, pooler_activation);
    THIMBLE_SHOW("pooler.activation", 0, 1, 32u, 8u, pooler_activation);
    thimble_linear_s16(&classifier_p, pooler_activation, 1,
        NULL, classifier);
    THIMBLE_SHOW("classifier", 0, 1, 4u, 16u, classifier);
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
    const int16_t *const logits = (const int16_t *)(const void *)(arena + 32);
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
        "LABEL_0",
        "LABEL_1",
        "LABEL_2",
        "LABEL_3",
    };
    return label < THIMBLE_TINY_LABELS ? labels[label] : "";
}
