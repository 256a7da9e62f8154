/* SPDX-License-Identifier: Apache-2.0 AND LicenseRef-Model */
/* tiny: the model. Written by thimble compile; do not edit. */
#include "../include/tiny.h"

#include <string.h>

#include "tiny_constants.h"
#include "thimble/image.h"
#include "thimble/instrument.h"
#include "thimble/kernels.h"
#include "thimble/tokenizer.h"

static void loop_0(const struct thimble_tiny_image *image, uint8_t *arena, const uint16_t *ids, uint32_t tokens)
{
    int8_t *const embedding_token = (int8_t *)(void *)(arena + 1152);
    int8_t *const embedding_position = (int8_t *)(void *)(arena + 1024);
    int16_t *const embedding_sum = (int16_t *)(void *)(arena + 768);
    int8_t *const embedding_norm = (int8_t *)(void *)(arena + 0);

    /* embedding.token */
    const thimble_embedding_data embedding_token_p = {image->embedding_token_table, NULL, 32u};

    /* embedding.position */
    const thimble_embedding_data embedding_position_p = {image->embedding_position_table, NULL, 32u};

    /* embedding.sum */
    const thimble_term_data embedding_sum_terms[] = {
        {
            image->embedding_sum_term0_zero_point, /* zero_point */
            image->embedding_sum_term0_shift, /* shift */
            image->embedding_sum_term0_multiplier, /* multiplier */
            8u, /* bits */
        },
        {
            image->embedding_sum_term1_zero_point, /* zero_point */
            image->embedding_sum_term1_shift, /* shift */
            image->embedding_sum_term1_multiplier, /* multiplier */
            8u, /* bits */
        },
    };
    const thimble_add_data embedding_sum_p = {embedding_sum_terms, 2u, image->embedding_sum_zero_point};

    /* embedding.norm */
    const thimble_norm_data embedding_norm_p = {
        image->embedding_norm_gain,
        image->embedding_norm_bias,
        (int64_t)((uint64_t)image->embedding_norm_epsilon_high << 32 | image->embedding_norm_epsilon_low), /* epsilon */
        image->embedding_norm_numerator, /* numerator */
        image->embedding_norm_numerator_fraction, /* numerator_fraction */
        image->embedding_norm_fraction, /* fraction */
        32u, /* width */
    };
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

static void loop_1(const struct thimble_tiny_image *image, uint8_t *arena, uint32_t tokens)
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

    /* layer.0.attention.head0.query */
    const thimble_linear_data layer_0_attention_head0_query_p = {
        image->layer_0_attention_head0_query_weight,
        image->layer_0_attention_head0_query_bias,
        image->layer_0_attention_head0_query_multiplier,
        32u, /* inputs */
        8u, /* outputs */
        image->layer_0_attention_head0_query_shift, /* shift */
        image->layer_0_attention_head0_query_zero_point, /* zero_point */
    };

    /* layer.0.attention.head0.key */
    const thimble_linear_data layer_0_attention_head0_key_p = {
        image->layer_0_attention_head0_key_weight,
        image->layer_0_attention_head0_key_bias,
        image->layer_0_attention_head0_key_multiplier,
        8u, /* inputs */
        32u, /* outputs */
        image->layer_0_attention_head0_key_shift, /* shift */
        image->layer_0_attention_head0_key_zero_point, /* zero_point */
    };

    /* layer.0.attention.head0 */
    const thimble_attention_data layer_0_attention_head0_p = {
        32u, /* width */
        1u, /* heads */
        image->layer_0_attention_head0_exponent_multiplier, /* exponent_multiplier */
        image->layer_0_attention_head0_exponent_shift, /* exponent_shift */
        image->layer_0_attention_head0_numerator, /* numerator */
        image->layer_0_attention_head0_shift, /* shift */
        image->layer_0_attention_head0_zero_point, /* zero_point */
    };

    /* layer.0.attention.head0.value */
    const thimble_linear_data layer_0_attention_head0_value_p = {
        image->layer_0_attention_head0_value_weight,
        image->layer_0_attention_head0_value_bias,
        image->layer_0_attention_head0_value_multiplier,
        32u, /* inputs */
        8u, /* outputs */
        image->layer_0_attention_head0_value_shift, /* shift */
        image->layer_0_attention_head0_value_zero_point, /* zero_point */
    };

    /* layer.0.attention.head1.query */
    const thimble_linear_data layer_0_attention_head1_query_p = {
        image->layer_0_attention_head1_query_weight,
        image->layer_0_attention_head1_query_bias,
        image->layer_0_attention_head1_query_multiplier,
        32u, /* inputs */
        8u, /* outputs */
        image->layer_0_attention_head1_query_shift, /* shift */
        image->layer_0_attention_head1_query_zero_point, /* zero_point */
    };

    /* layer.0.attention.head1.key */
    const thimble_linear_data layer_0_attention_head1_key_p = {
        image->layer_0_attention_head1_key_weight,
        image->layer_0_attention_head1_key_bias,
        image->layer_0_attention_head1_key_multiplier,
        8u, /* inputs */
        32u, /* outputs */
        image->layer_0_attention_head1_key_shift, /* shift */
        image->layer_0_attention_head1_key_zero_point, /* zero_point */
    };

    /* layer.0.attention.head1 */
    const thimble_attention_data layer_0_attention_head1_p = {
        32u, /* width */
        1u, /* heads */
        image->layer_0_attention_head1_exponent_multiplier, /* exponent_multiplier */
        image->layer_0_attention_head1_exponent_shift, /* exponent_shift */
        image->layer_0_attention_head1_numerator, /* numerator */
        image->layer_0_attention_head1_shift, /* shift */
        image->layer_0_attention_head1_zero_point, /* zero_point */
    };

    /* layer.0.attention.head1.value */
    const thimble_linear_data layer_0_attention_head1_value_p = {
        image->layer_0_attention_head1_value_weight,
        image->layer_0_attention_head1_value_bias,
        image->layer_0_attention_head1_value_multiplier,
        32u, /* inputs */
        8u, /* outputs */
        image->layer_0_attention_head1_value_shift, /* shift */
        image->layer_0_attention_head1_value_zero_point, /* zero_point */
    };

    /* layer.0.attention.head2.query */
    const thimble_linear_data layer_0_attention_head2_query_p = {
        image->layer_0_attention_head2_query_weight,
        image->layer_0_attention_head2_query_bias,
        image->layer_0_attention_head2_query_multiplier,
        32u, /* inputs */
        8u, /* outputs */
        image->layer_0_attention_head2_query_shift, /* shift */
        image->layer_0_attention_head2_query_zero_point, /* zero_point */
    };

    /* layer.0.attention.head2.key */
    const thimble_linear_data layer_0_attention_head2_key_p = {
        image->layer_0_attention_head2_key_weight,
        image->layer_0_attention_head2_key_bias,
        image->layer_0_attention_head2_key_multiplier,
        8u, /* inputs */
        32u, /* outputs */
        image->layer_0_attention_head2_key_shift, /* shift */
        image->layer_0_attention_head2_key_zero_point, /* zero_point */
    };

    /* layer.0.attention.head2 */
    const thimble_attention_data layer_0_attention_head2_p = {
        32u, /* width */
        1u, /* heads */
        image->layer_0_attention_head2_exponent_multiplier, /* exponent_multiplier */
        image->layer_0_attention_head2_exponent_shift, /* exponent_shift */
        image->layer_0_attention_head2_numerator, /* numerator */
        image->layer_0_attention_head2_shift, /* shift */
        image->layer_0_attention_head2_zero_point, /* zero_point */
    };

    /* layer.0.attention.head2.value */
    const thimble_linear_data layer_0_attention_head2_value_p = {
        image->layer_0_attention_head2_value_weight,
        image->layer_0_attention_head2_value_bias,
        image->layer_0_attention_head2_value_multiplier,
        32u, /* inputs */
        8u, /* outputs */
        image->layer_0_attention_head2_value_shift, /* shift */
        image->layer_0_attention_head2_value_zero_point, /* zero_point */
    };

    /* layer.0.attention.head3.query */
    const thimble_linear_data layer_0_attention_head3_query_p = {
        image->layer_0_attention_head3_query_weight,
        image->layer_0_attention_head3_query_bias,
        image->layer_0_attention_head3_query_multiplier,
        32u, /* inputs */
        8u, /* outputs */
        image->layer_0_attention_head3_query_shift, /* shift */
        image->layer_0_attention_head3_query_zero_point, /* zero_point */
    };

    /* layer.0.attention.head3.key */
    const thimble_linear_data layer_0_attention_head3_key_p = {
        image->layer_0_attention_head3_key_weight,
        image->layer_0_attention_head3_key_bias,
        image->layer_0_attention_head3_key_multiplier,
        8u, /* inputs */
        32u, /* outputs */
        image->layer_0_attention_head3_key_shift, /* shift */
        image->layer_0_attention_head3_key_zero_point, /* zero_point */
    };

    /* layer.0.attention.head3 */
    const thimble_attention_data layer_0_attention_head3_p = {
        32u, /* width */
        1u, /* heads */
        image->layer_0_attention_head3_exponent_multiplier, /* exponent_multiplier */
        image->layer_0_attention_head3_exponent_shift, /* exponent_shift */
        image->layer_0_attention_head3_numerator, /* numerator */
        image->layer_0_attention_head3_shift, /* shift */
        image->layer_0_attention_head3_zero_point, /* zero_point */
    };

    /* layer.0.attention.head3.value */
    const thimble_linear_data layer_0_attention_head3_value_p = {
        image->layer_0_attention_head3_value_weight,
        image->layer_0_attention_head3_value_bias,
        image->layer_0_attention_head3_value_multiplier,
        32u, /* inputs */
        8u, /* outputs */
        image->layer_0_attention_head3_value_shift, /* shift */
        image->layer_0_attention_head3_value_zero_point, /* zero_point */
    };

    /* layer.0.attention.head0.output */
    const thimble_linear_data layer_0_attention_head0_output_p = {
        image->layer_0_attention_head0_output_weight,
        image->layer_0_attention_head0_output_bias,
        image->layer_0_attention_head0_output_multiplier,
        8u, /* inputs */
        32u, /* outputs */
        image->layer_0_attention_head0_output_shift, /* shift */
        image->layer_0_attention_head0_output_zero_point, /* zero_point */
    };

    /* layer.0.attention.head1.output */
    const thimble_linear_data layer_0_attention_head1_output_p = {
        image->layer_0_attention_head1_output_weight,
        image->layer_0_attention_head1_output_bias,
        image->layer_0_attention_head1_output_multiplier,
        8u, /* inputs */
        32u, /* outputs */
        image->layer_0_attention_head1_output_shift, /* shift */
        image->layer_0_attention_head1_output_zero_point, /* zero_point */
    };

    /* layer.0.attention.head2.output */
    const thimble_linear_data layer_0_attention_head2_output_p = {
        image->layer_0_attention_head2_output_weight,
        image->layer_0_attention_head2_output_bias,
        image->layer_0_attention_head2_output_multiplier,
        8u, /* inputs */
        32u, /* outputs */
        image->layer_0_attention_head2_output_shift, /* shift */
        image->layer_0_attention_head2_output_zero_point, /* zero_point */
    };

    /* layer.0.attention.head3.output */
    const thimble_linear_data layer_0_attention_head3_output_p = {
        image->layer_0_attention_head3_output_weight,
        image->layer_0_attention_head3_output_bias,
        image->layer_0_attention_head3_output_multiplier,
        8u, /* inputs */
        32u, /* outputs */
        image->layer_0_attention_head3_output_shift, /* shift */
        image->layer_0_attention_head3_output_zero_point, /* zero_point */
    };

    /* layer.0.attention.sum */
    const thimble_term_data layer_0_attention_sum_terms[] = {
        {
            image->layer_0_attention_sum_term0_zero_point, /* zero_point */
            image->layer_0_attention_sum_term0_shift, /* shift */
            image->layer_0_attention_sum_term0_multiplier, /* multiplier */
            16u, /* bits */
        },
        {
            image->layer_0_attention_sum_term1_zero_point, /* zero_point */
            image->layer_0_attention_sum_term1_shift, /* shift */
            image->layer_0_attention_sum_term1_multiplier, /* multiplier */
            16u, /* bits */
        },
        {
            image->layer_0_attention_sum_term2_zero_point, /* zero_point */
            image->layer_0_attention_sum_term2_shift, /* shift */
            image->layer_0_attention_sum_term2_multiplier, /* multiplier */
            16u, /* bits */
        },
        {
            image->layer_0_attention_sum_term3_zero_point, /* zero_point */
            image->layer_0_attention_sum_term3_shift, /* shift */
            image->layer_0_attention_sum_term3_multiplier, /* multiplier */
            16u, /* bits */
        },
        {
            image->layer_0_attention_sum_term4_zero_point, /* zero_point */
            image->layer_0_attention_sum_term4_shift, /* shift */
            image->layer_0_attention_sum_term4_multiplier, /* multiplier */
            8u, /* bits */
        },
    };
    const thimble_add_data layer_0_attention_sum_p = {layer_0_attention_sum_terms, 5u, image->layer_0_attention_sum_zero_point};

    /* layer.0.attention.norm */
    const thimble_norm_data layer_0_attention_norm_p = {
        image->layer_0_attention_norm_gain,
        image->layer_0_attention_norm_bias,
        (int64_t)((uint64_t)image->layer_0_attention_norm_epsilon_high << 32 | image->layer_0_attention_norm_epsilon_low), /* epsilon */
        image->layer_0_attention_norm_numerator, /* numerator */
        image->layer_0_attention_norm_numerator_fraction, /* numerator_fraction */
        image->layer_0_attention_norm_fraction, /* fraction */
        32u, /* width */
    };

    /* layer.0.feed_forward.up */
    const thimble_linear_data layer_0_feed_forward_up_p = {
        image->layer_0_feed_forward_up_weight,
        image->layer_0_feed_forward_up_bias,
        image->layer_0_feed_forward_up_multiplier,
        32u, /* inputs */
        48u, /* outputs */
        image->layer_0_feed_forward_up_shift, /* shift */
        image->layer_0_feed_forward_up_zero_point, /* zero_point */
    };

    /* layer.0.feed_forward.down */
    const thimble_linear_data layer_0_feed_forward_down_p = {
        image->layer_0_feed_forward_down_weight,
        image->layer_0_feed_forward_down_bias,
        image->layer_0_feed_forward_down_multiplier,
        48u, /* inputs */
        32u, /* outputs */
        image->layer_0_feed_forward_down_shift, /* shift */
        image->layer_0_feed_forward_down_zero_point, /* zero_point */
    };

    /* layer.0.feed_forward.sum */
    const thimble_term_data layer_0_feed_forward_sum_terms[] = {
        {
            image->layer_0_feed_forward_sum_term0_zero_point, /* zero_point */
            image->layer_0_feed_forward_sum_term0_shift, /* shift */
            image->layer_0_feed_forward_sum_term0_multiplier, /* multiplier */
            16u, /* bits */
        },
        {
            image->layer_0_feed_forward_sum_term1_zero_point, /* zero_point */
            image->layer_0_feed_forward_sum_term1_shift, /* shift */
            image->layer_0_feed_forward_sum_term1_multiplier, /* multiplier */
            8u, /* bits */
        },
    };
    const thimble_add_data layer_0_feed_forward_sum_p = {layer_0_feed_forward_sum_terms, 2u, image->layer_0_feed_forward_sum_zero_point};

    /* layer.0.feed_forward.norm */
    const thimble_norm_data layer_0_feed_forward_norm_p = {
        image->layer_0_feed_forward_norm_gain,
        image->layer_0_feed_forward_norm_bias,
        (int64_t)((uint64_t)image->layer_0_feed_forward_norm_epsilon_high << 32 | image->layer_0_feed_forward_norm_epsilon_low), /* epsilon */
        image->layer_0_feed_forward_norm_numerator, /* numerator */
        image->layer_0_feed_forward_norm_numerator_fraction, /* numerator_fraction */
        image->layer_0_feed_forward_norm_fraction, /* fraction */
        32u, /* width */
    };
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
    thimble_lookup_s8(image->layer_0_feed_forward_activation_table, layer_0_feed_forward_up,
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
}

static void loop_2(const struct thimble_tiny_image *image, uint8_t *arena)
{
    int8_t *const pool = (int8_t *)(void *)(arena + 32);
    int8_t *const pooler = (int8_t *)(void *)(arena + 0);
    int8_t *const pooler_activation = (int8_t *)(void *)(arena + 0);
    int16_t *const classifier = (int16_t *)(void *)(arena + 32);

    /* pooler */
    const thimble_linear_data pooler_p = {
        image->pooler_weight,
        image->pooler_bias,
        image->pooler_multiplier,
        32u, /* inputs */
        32u, /* outputs */
        image->pooler_shift, /* shift */
        image->pooler_zero_point, /* zero_point */
    };

    /* classifier */
    const thimble_linear_data classifier_p = {
        image->classifier_weight,
        image->classifier_bias,
        image->classifier_multiplier,
        32u, /* inputs */
        thimble_image_labels(image), /* outputs */
        image->classifier_shift, /* shift */
        image->classifier_zero_point, /* zero_point */
    };
    thimble_linear_s8(&pooler_p, pool, 1,
        NULL, pooler);
    THIMBLE_SHOW("pooler", 0, 1, 32u, 8u, pooler);
    thimble_lookup_s8(image->pooler_activation_table, pooler,
        (size_t)1 * 32u, pooler_activation);
    THIMBLE_SHOW("pooler.activation", 0, 1, 32u, 8u, pooler_activation);
    thimble_linear_s16(&classifier_p, pooler_activation, 1,
        NULL, classifier);
    THIMBLE_SHOW("classifier", 0, 1, thimble_image_labels(image), 16u, classifier);
}

static const uint32_t program[] = {0x771AAF2Bu, 0xC47B16B6u, 0x11A70F60u, 0x17B81154u, 0x62BF0D6Au, 0xDBC3AAE4u, 0x76E6E8E6u, 0xB2F39056u};

static int is_readable(const void *image, size_t image_bytes)
{
    const thimble_image_program_data expected = {
        program,
        (uint32_t)(offsetof(struct thimble_tiny_image, part_tokenizer) - 4u * THIMBLE_IMAGE_HEADER_WORDS),
        THIMBLE_TINY_MAX_TOKENS,
        THIMBLE_TINY_VOCABULARY,
        THIMBLE_TINY_LABELS,
    };
    return thimble_image_fits(image, image_bytes, &expected)
           && thimble_wordpiece_tables_fit(image, thimble_image_bytes(image),
                                            thimble_image_part(image, THIMBLE_IMAGE_TOKENIZER),
                                            THIMBLE_TINY_VOCABULARY);
}

int thimble_tiny_open(
    thimble_tiny_t *ctx, const void *image, size_t image_bytes, void *arena, size_t arena_bytes)
{
    if (ctx == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    if (!is_readable(image, image_bytes)) {
        return THIMBLE_ERROR_IMAGE;
    }
    if (arena == NULL || arena_bytes < THIMBLE_TINY_ARENA_BYTES || (uintptr_t)arena % THIMBLE_ALIGNMENT != 0) {
        return THIMBLE_ERROR_ARENA;
    }
    ctx->image = (const struct thimble_tiny_image *)image;
    ctx->arena = (uint8_t *)arena;
    return THIMBLE_OK;
}

/* What the trained part starts from, when the body has run. */
static void take_features(const uint8_t *arena, int8_t *features)
{
    memcpy(features + 0u, arena + 32u, 32u);
}

/* Computes what the trained part starts from. */
static void run_body(thimble_tiny_t *ctx, uint32_t tokens)
{
    uint8_t *const arena = ctx->arena;
    loop_0(ctx->image, arena, ctx->ids, tokens);
    loop_1(ctx->image, arena, tokens);
}

/* Computes the logits of ctx->ids and fills in the answer. */
static void infer(thimble_tiny_t *ctx, uint32_t tokens, int truncated, thimble_result_t *out)
{
    uint8_t *const arena = ctx->arena;
    THIMBLE_START();
    run_body(ctx, tokens);
    loop_2(ctx->image, arena);
    const int16_t *const logits = (const int16_t *)(const void *)(arena + 32);
    const uint32_t labels = thimble_image_labels(ctx->image);
    uint16_t best = 0;
    for (uint32_t i = 0; i < labels; i++) {
        ctx->logits[i] = logits[i];
        if (logits[i] > logits[best]) {
            best = (uint16_t)i;
        }
    }
    out->label = best;
    out->labels = (uint16_t)labels;
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
    thimble_wordpiece_tables_apply(
        ctx->image, thimble_image_part(ctx->image, THIMBLE_IMAGE_TOKENIZER),
        (thimble_tokenizer_scratch *)(void *)ctx->arena, utf8, len, ctx->ids, THIMBLE_TINY_MAX_TOKENS, &count,
        &truncated);
    if (count == 0) {
        return THIMBLE_ERROR_TOKENS;
    }
    infer(ctx, (uint32_t)count, truncated, out);
    return THIMBLE_OK;
}

int thimble_tiny_features_of_ids(
    thimble_tiny_t *ctx, const uint16_t *ids, size_t count, int8_t *features)
{
    if (ctx == NULL || ctx->arena == NULL || ids == NULL || features == NULL) {
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
    run_body(ctx, (uint32_t)count);
    take_features(ctx->arena, features);
    return THIMBLE_OK;
}

int thimble_tiny_features(
    thimble_tiny_t *ctx, const char *utf8, size_t len, int8_t *features)
{
    size_t count = 0;
    int truncated = 0;
    if (ctx == NULL || ctx->arena == NULL || (utf8 == NULL && len != 0) || features == NULL) {
        return THIMBLE_ERROR_ARGUMENT;
    }
    thimble_wordpiece_tables_apply(
        ctx->image, thimble_image_part(ctx->image, THIMBLE_IMAGE_TOKENIZER),
        (thimble_tokenizer_scratch *)(void *)ctx->arena, utf8, len, ctx->ids, THIMBLE_TINY_MAX_TOKENS, &count,
        &truncated);
    if (count == 0) {
        return THIMBLE_ERROR_TOKENS;
    }
    run_body(ctx, (uint32_t)count);
    take_features(ctx->arena, features);
    return THIMBLE_OK;
}

int thimble_tiny_selftest(thimble_tiny_t *ctx, uint32_t *failed)
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
        if (thimble_tiny_run(ctx, vector.ids, vector.count, &out) != THIMBLE_OK
            || !thimble_image_vector_has(&vector, out.logits, labels)) {
            if (failed != NULL) {
                *failed = i;
            }
            return THIMBLE_ERROR_SELFTEST;
        }
    }
    return THIMBLE_OK;
}

const char *thimble_tiny_label(const thimble_tiny_t *ctx, uint16_t label)
{
    return thimble_image_name(ctx->image, label);
}

const char *thimble_tiny_logit_scale(const thimble_tiny_t *ctx)
{
    return thimble_image_step_of_logits(ctx->image);
}

int32_t thimble_tiny_logit_zero_point(const thimble_tiny_t *ctx)
{
    return thimble_image_zero_of_logits(ctx->image);
}
