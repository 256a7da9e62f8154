/* SPDX-License-Identifier: Apache-2.0 */
/* tiny: the constants. Written by thimble compile; do not edit. */
#ifndef THIMBLE_TINY_CONSTANTS_H
#define THIMBLE_TINY_CONSTANTS_H

#include <stdint.h>

#include "thimble/sections.h"

/* Where a flash waits, loops find the words of a step in one line of it. Elsewhere only time is lost. */
#if defined(__GNUC__)
#define THIMBLE_ALIGNED(bytes) __attribute__((aligned(bytes)))
#else
#define THIMBLE_ALIGNED(bytes)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * All constants of a section in one structure: their offsets are known when this is compiled. Each array starts at a
 * multiple of 16 bytes, of four if it is shorter than that, and zeros fill up to the next; there is no other padding.
 */
struct thimble_tiny_weights {
    int8_t embedding_token_table[2880]; /* bert.embeddings.word_embeddings.weight [90, 32] */
    int8_t embedding_position_table[768]; /* bert.embeddings.position_embeddings.weight [24, 32] */
    int32_t embedding_norm_gain[32]; /* bert.embeddings.LayerNorm.weight [32] */
    int32_t embedding_norm_bias[32]; /* bert.embeddings.LayerNorm.bias [32] */
    int8_t layer_0_attention_head0_query_weight[256]; /* layer.0.attention.head0.query.weight [8, 32] */
    int32_t layer_0_attention_head0_query_bias[8]; /* layer.0.attention.head0.query.bias [8] */
    int8_t layer_0_attention_head0_key_weight[256]; /* layer.0.attention.head0.key.weight [32, 8] */
    int32_t layer_0_attention_head0_key_bias[32]; /* layer.0.attention.head0.key.bias [32] */
    int8_t layer_0_attention_head0_value_weight[256]; /* layer.0.attention.head0.value.weight [8, 32] */
    int32_t layer_0_attention_head0_value_bias[8]; /* layer.0.attention.head0.value.bias [8] */
    int8_t layer_0_attention_head1_query_weight[256]; /* layer.0.attention.head1.query.weight [8, 32] */
    int32_t layer_0_attention_head1_query_bias[8]; /* layer.0.attention.head1.query.bias [8] */
    int8_t layer_0_attention_head1_key_weight[256]; /* layer.0.attention.head1.key.weight [32, 8] */
    int32_t layer_0_attention_head1_key_bias[32]; /* layer.0.attention.head1.key.bias [32] */
    int8_t layer_0_attention_head1_value_weight[256]; /* layer.0.attention.head1.value.weight [8, 32] */
    int32_t layer_0_attention_head1_value_bias[8]; /* layer.0.attention.head1.value.bias [8] */
    int8_t layer_0_attention_head2_query_weight[256]; /* layer.0.attention.head2.query.weight [8, 32] */
    int32_t layer_0_attention_head2_query_bias[8]; /* layer.0.attention.head2.query.bias [8] */
    int8_t layer_0_attention_head2_key_weight[256]; /* layer.0.attention.head2.key.weight [32, 8] */
    int32_t layer_0_attention_head2_key_bias[32]; /* layer.0.attention.head2.key.bias [32] */
    int8_t layer_0_attention_head2_value_weight[256]; /* layer.0.attention.head2.value.weight [8, 32] */
    int32_t layer_0_attention_head2_value_bias[8]; /* layer.0.attention.head2.value.bias [8] */
    int8_t layer_0_attention_head3_query_weight[256]; /* layer.0.attention.head3.query.weight [8, 32] */
    int32_t layer_0_attention_head3_query_bias[8]; /* layer.0.attention.head3.query.bias [8] */
    int8_t layer_0_attention_head3_key_weight[256]; /* layer.0.attention.head3.key.weight [32, 8] */
    int32_t layer_0_attention_head3_key_bias[32]; /* layer.0.attention.head3.key.bias [32] */
    int8_t layer_0_attention_head3_value_weight[256]; /* layer.0.attention.head3.value.weight [8, 32] */
    int32_t layer_0_attention_head3_value_bias[8]; /* layer.0.attention.head3.value.bias [8] */
    int8_t layer_0_attention_head0_output_weight[256]; /* layer.0.attention.head0.output.weight [32, 8] */
    int32_t layer_0_attention_head0_output_bias[32]; /* bert.encoder.layer.0.attention.output.dense.bias [32] */
    int8_t layer_0_attention_head1_output_weight[256]; /* layer.0.attention.head1.output.weight [32, 8] */
    int32_t layer_0_attention_head1_output_bias[32]; /* layer.0.attention.head1.output.bias [32] */
    int8_t layer_0_attention_head2_output_weight[256]; /* layer.0.attention.head2.output.weight [32, 8] */
    int32_t layer_0_attention_head2_output_bias[32]; /* layer.0.attention.head2.output.bias [32] */
    int8_t layer_0_attention_head3_output_weight[256]; /* layer.0.attention.head3.output.weight [32, 8] */
    int32_t layer_0_attention_head3_output_bias[32]; /* layer.0.attention.head3.output.bias [32] */
    int32_t layer_0_attention_norm_gain[32]; /* bert.encoder.layer.0.attention.output.LayerNorm.weight [32] */
    int32_t layer_0_attention_norm_bias[32]; /* bert.encoder.layer.0.attention.output.LayerNorm.bias [32] */
    int8_t layer_0_feed_forward_up_weight[1536]; /* bert.encoder.layer.0.intermediate.dense.weight [48, 32] */
    int32_t layer_0_feed_forward_up_bias[48]; /* bert.encoder.layer.0.intermediate.dense.bias [48] */
    int8_t layer_0_feed_forward_down_weight[1536]; /* bert.encoder.layer.0.output.dense.weight [32, 48] */
    int32_t layer_0_feed_forward_down_bias[32]; /* bert.encoder.layer.0.output.dense.bias [32] */
    int32_t layer_0_feed_forward_norm_gain[32]; /* bert.encoder.layer.0.output.LayerNorm.weight [32] */
    int32_t layer_0_feed_forward_norm_bias[32]; /* bert.encoder.layer.0.output.LayerNorm.bias [32] */
    int8_t pooler_weight[1024]; /* bert.pooler.dense.weight [32, 32] */
    int32_t pooler_bias[32]; /* bert.pooler.dense.bias [32] */
    int8_t classifier_weight[128]; /* classifier.weight [4, 32] */
    int32_t classifier_bias[4]; /* classifier.bias [4] */
};
extern const struct thimble_tiny_weights thimble_tiny_weights;

struct thimble_tiny_tables {
    int32_t layer_0_attention_head0_query_multiplier[8]; /* layer.0.attention.head0.query.multiplier [8] */
    int32_t layer_0_attention_head0_key_multiplier[32]; /* layer.0.attention.head0.key.multiplier [32] */
    int32_t layer_0_attention_head0_value_multiplier[8]; /* layer.0.attention.head0.value.multiplier [8] */
    int32_t layer_0_attention_head1_query_multiplier[8]; /* layer.0.attention.head1.query.multiplier [8] */
    int32_t layer_0_attention_head1_key_multiplier[32]; /* layer.0.attention.head1.key.multiplier [32] */
    int32_t layer_0_attention_head1_value_multiplier[8]; /* layer.0.attention.head1.value.multiplier [8] */
    int32_t layer_0_attention_head2_query_multiplier[8]; /* layer.0.attention.head2.query.multiplier [8] */
    int32_t layer_0_attention_head2_key_multiplier[32]; /* layer.0.attention.head2.key.multiplier [32] */
    int32_t layer_0_attention_head2_value_multiplier[8]; /* layer.0.attention.head2.value.multiplier [8] */
    int32_t layer_0_attention_head3_query_multiplier[8]; /* layer.0.attention.head3.query.multiplier [8] */
    int32_t layer_0_attention_head3_key_multiplier[32]; /* layer.0.attention.head3.key.multiplier [32] */
    int32_t layer_0_attention_head3_value_multiplier[8]; /* layer.0.attention.head3.value.multiplier [8] */
    int32_t layer_0_attention_head0_output_multiplier[32]; /* layer.0.attention.head0.output.multiplier [32] */
    int32_t layer_0_attention_head1_output_multiplier[32]; /* layer.0.attention.head1.output.multiplier [32] */
    int32_t layer_0_attention_head2_output_multiplier[32]; /* layer.0.attention.head2.output.multiplier [32] */
    int32_t layer_0_attention_head3_output_multiplier[32]; /* layer.0.attention.head3.output.multiplier [32] */
    int32_t layer_0_feed_forward_up_multiplier[48]; /* layer.0.feed_forward.up.multiplier [48] */
    int8_t layer_0_feed_forward_activation_table[256]; /* layer.0.feed_forward.activation.table [256] */
    int32_t layer_0_feed_forward_down_multiplier[32]; /* layer.0.feed_forward.down.multiplier [32] */
    int32_t pooler_multiplier[32]; /* pooler.multiplier [32] */
    int8_t pooler_activation_table[256]; /* pooler.activation.table [256] */
    int32_t classifier_multiplier[4]; /* classifier.multiplier [4] */
};
extern const struct thimble_tiny_tables thimble_tiny_tables;

#ifdef __cplusplus
}
#endif

#endif
