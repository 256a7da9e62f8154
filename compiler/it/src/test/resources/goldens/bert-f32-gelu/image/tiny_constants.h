/* SPDX-License-Identifier: Apache-2.0 */
/* tiny: the constants. Written by thimble compile; do not edit. */
#ifndef THIMBLE_TINY_CONSTANTS_H
#define THIMBLE_TINY_CONSTANTS_H

#include <stddef.h>
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
 * All data in one structure: the image. Offsets of constants are known when this is compiled; the parts behind them are
 * those of this compilation, and others have other lengths. Each array starts at a multiple of 16 bytes, of four if it
 * is shorter than that, and zeros fill up to the next; there is no other padding.
 */
struct thimble_tiny_image {
    uint32_t header[40]; /* magic, format, bytes of the whole, digests, places of parts */
    int32_t embedding_sum_term0_zero_point;
    uint32_t embedding_sum_term0_shift;
    int32_t embedding_sum_term0_multiplier;
    int32_t embedding_sum_term1_zero_point;
    uint32_t embedding_sum_term1_shift;
    int32_t embedding_sum_term1_multiplier;
    int32_t embedding_sum_zero_point;
    uint32_t embedding_norm_epsilon_high;
    uint32_t embedding_norm_epsilon_low;
    uint32_t embedding_norm_numerator;
    int32_t embedding_norm_numerator_fraction;
    int32_t embedding_norm_fraction;
    uint32_t layer_0_attention_head0_query_shift;
    int32_t layer_0_attention_head0_query_zero_point;
    uint32_t layer_0_attention_head0_key_shift;
    int32_t layer_0_attention_head0_key_zero_point;
    int32_t layer_0_attention_head0_exponent_multiplier;
    uint32_t layer_0_attention_head0_exponent_shift;
    uint32_t layer_0_attention_head0_numerator;
    uint32_t layer_0_attention_head0_shift;
    int32_t layer_0_attention_head0_zero_point;
    uint32_t layer_0_attention_head0_value_shift;
    int32_t layer_0_attention_head0_value_zero_point;
    uint32_t layer_0_attention_head1_query_shift;
    int32_t layer_0_attention_head1_query_zero_point;
    uint32_t layer_0_attention_head1_key_shift;
    int32_t layer_0_attention_head1_key_zero_point;
    int32_t layer_0_attention_head1_exponent_multiplier;
    uint32_t layer_0_attention_head1_exponent_shift;
    uint32_t layer_0_attention_head1_numerator;
    uint32_t layer_0_attention_head1_shift;
    int32_t layer_0_attention_head1_zero_point;
    uint32_t layer_0_attention_head1_value_shift;
    int32_t layer_0_attention_head1_value_zero_point;
    uint32_t layer_0_attention_head2_query_shift;
    int32_t layer_0_attention_head2_query_zero_point;
    uint32_t layer_0_attention_head2_key_shift;
    int32_t layer_0_attention_head2_key_zero_point;
    int32_t layer_0_attention_head2_exponent_multiplier;
    uint32_t layer_0_attention_head2_exponent_shift;
    uint32_t layer_0_attention_head2_numerator;
    uint32_t layer_0_attention_head2_shift;
    int32_t layer_0_attention_head2_zero_point;
    uint32_t layer_0_attention_head2_value_shift;
    int32_t layer_0_attention_head2_value_zero_point;
    uint32_t layer_0_attention_head3_query_shift;
    int32_t layer_0_attention_head3_query_zero_point;
    uint32_t layer_0_attention_head3_key_shift;
    int32_t layer_0_attention_head3_key_zero_point;
    int32_t layer_0_attention_head3_exponent_multiplier;
    uint32_t layer_0_attention_head3_exponent_shift;
    uint32_t layer_0_attention_head3_numerator;
    uint32_t layer_0_attention_head3_shift;
    int32_t layer_0_attention_head3_zero_point;
    uint32_t layer_0_attention_head3_value_shift;
    int32_t layer_0_attention_head3_value_zero_point;
    uint32_t layer_0_attention_head0_output_shift;
    int32_t layer_0_attention_head0_output_zero_point;
    uint32_t layer_0_attention_head1_output_shift;
    int32_t layer_0_attention_head1_output_zero_point;
    uint32_t layer_0_attention_head2_output_shift;
    int32_t layer_0_attention_head2_output_zero_point;
    uint32_t layer_0_attention_head3_output_shift;
    int32_t layer_0_attention_head3_output_zero_point;
    int32_t layer_0_attention_sum_term0_zero_point;
    uint32_t layer_0_attention_sum_term0_shift;
    int32_t layer_0_attention_sum_term0_multiplier;
    int32_t layer_0_attention_sum_term1_zero_point;
    uint32_t layer_0_attention_sum_term1_shift;
    int32_t layer_0_attention_sum_term1_multiplier;
    int32_t layer_0_attention_sum_term2_zero_point;
    uint32_t layer_0_attention_sum_term2_shift;
    int32_t layer_0_attention_sum_term2_multiplier;
    int32_t layer_0_attention_sum_term3_zero_point;
    uint32_t layer_0_attention_sum_term3_shift;
    int32_t layer_0_attention_sum_term3_multiplier;
    int32_t layer_0_attention_sum_term4_zero_point;
    uint32_t layer_0_attention_sum_term4_shift;
    int32_t layer_0_attention_sum_term4_multiplier;
    int32_t layer_0_attention_sum_zero_point;
    uint32_t layer_0_attention_norm_epsilon_high;
    uint32_t layer_0_attention_norm_epsilon_low;
    uint32_t layer_0_attention_norm_numerator;
    int32_t layer_0_attention_norm_numerator_fraction;
    int32_t layer_0_attention_norm_fraction;
    uint32_t layer_0_feed_forward_up_shift;
    int32_t layer_0_feed_forward_up_zero_point;
    uint32_t layer_0_feed_forward_down_shift;
    int32_t layer_0_feed_forward_down_zero_point;
    int32_t layer_0_feed_forward_sum_term0_zero_point;
    uint32_t layer_0_feed_forward_sum_term0_shift;
    int32_t layer_0_feed_forward_sum_term0_multiplier;
    int32_t layer_0_feed_forward_sum_term1_zero_point;
    uint32_t layer_0_feed_forward_sum_term1_shift;
    int32_t layer_0_feed_forward_sum_term1_multiplier;
    int32_t layer_0_feed_forward_sum_zero_point;
    uint32_t layer_0_feed_forward_norm_epsilon_high;
    uint32_t layer_0_feed_forward_norm_epsilon_low;
    uint32_t layer_0_feed_forward_norm_numerator;
    int32_t layer_0_feed_forward_norm_numerator_fraction;
    int32_t layer_0_feed_forward_norm_fraction;
    uint32_t pooler_shift;
    int32_t pooler_zero_point;
    uint32_t classifier_shift;
    int32_t classifier_zero_point;
    uint32_t to_line[3]; /* fills up */
    int8_t embedding_token_table[2880]; /* bert.embeddings.word_embeddings.weight [90, 32] */
    int8_t embedding_position_table[768]; /* bert.embeddings.position_embeddings.weight [24, 32] */
    int32_t embedding_norm_gain[32]; /* bert.embeddings.LayerNorm.weight [32] */
    int32_t embedding_norm_bias[32]; /* bert.embeddings.LayerNorm.bias [32] */
    int8_t layer_0_attention_head0_query_weight[256]; /* layer.0.attention.head0.query.weight [8, 32] */
    int32_t layer_0_attention_head0_query_bias[8]; /* layer.0.attention.head0.query.bias [8] */
    int32_t layer_0_attention_head0_query_multiplier[8]; /* layer.0.attention.head0.query.multiplier [8] */
    int8_t layer_0_attention_head0_key_weight[256]; /* layer.0.attention.head0.key.weight [32, 8] */
    int32_t layer_0_attention_head0_key_bias[32]; /* layer.0.attention.head0.key.bias [32] */
    int32_t layer_0_attention_head0_key_multiplier[32]; /* layer.0.attention.head0.key.multiplier [32] */
    int8_t layer_0_attention_head0_value_weight[256]; /* layer.0.attention.head0.value.weight [8, 32] */
    int32_t layer_0_attention_head0_value_bias[8]; /* layer.0.attention.head0.value.bias [8] */
    int32_t layer_0_attention_head0_value_multiplier[8]; /* layer.0.attention.head0.value.multiplier [8] */
    int8_t layer_0_attention_head1_query_weight[256]; /* layer.0.attention.head1.query.weight [8, 32] */
    int32_t layer_0_attention_head1_query_bias[8]; /* layer.0.attention.head1.query.bias [8] */
    int32_t layer_0_attention_head1_query_multiplier[8]; /* layer.0.attention.head1.query.multiplier [8] */
    int8_t layer_0_attention_head1_key_weight[256]; /* layer.0.attention.head1.key.weight [32, 8] */
    int32_t layer_0_attention_head1_key_bias[32]; /* layer.0.attention.head1.key.bias [32] */
    int32_t layer_0_attention_head1_key_multiplier[32]; /* layer.0.attention.head1.key.multiplier [32] */
    int8_t layer_0_attention_head1_value_weight[256]; /* layer.0.attention.head1.value.weight [8, 32] */
    int32_t layer_0_attention_head1_value_bias[8]; /* layer.0.attention.head1.value.bias [8] */
    int32_t layer_0_attention_head1_value_multiplier[8]; /* layer.0.attention.head1.value.multiplier [8] */
    int8_t layer_0_attention_head2_query_weight[256]; /* layer.0.attention.head2.query.weight [8, 32] */
    int32_t layer_0_attention_head2_query_bias[8]; /* layer.0.attention.head2.query.bias [8] */
    int32_t layer_0_attention_head2_query_multiplier[8]; /* layer.0.attention.head2.query.multiplier [8] */
    int8_t layer_0_attention_head2_key_weight[256]; /* layer.0.attention.head2.key.weight [32, 8] */
    int32_t layer_0_attention_head2_key_bias[32]; /* layer.0.attention.head2.key.bias [32] */
    int32_t layer_0_attention_head2_key_multiplier[32]; /* layer.0.attention.head2.key.multiplier [32] */
    int8_t layer_0_attention_head2_value_weight[256]; /* layer.0.attention.head2.value.weight [8, 32] */
    int32_t layer_0_attention_head2_value_bias[8]; /* layer.0.attention.head2.value.bias [8] */
    int32_t layer_0_attention_head2_value_multiplier[8]; /* layer.0.attention.head2.value.multiplier [8] */
    int8_t layer_0_attention_head3_query_weight[256]; /* layer.0.attention.head3.query.weight [8, 32] */
    int32_t layer_0_attention_head3_query_bias[8]; /* layer.0.attention.head3.query.bias [8] */
    int32_t layer_0_attention_head3_query_multiplier[8]; /* layer.0.attention.head3.query.multiplier [8] */
    int8_t layer_0_attention_head3_key_weight[256]; /* layer.0.attention.head3.key.weight [32, 8] */
    int32_t layer_0_attention_head3_key_bias[32]; /* layer.0.attention.head3.key.bias [32] */
    int32_t layer_0_attention_head3_key_multiplier[32]; /* layer.0.attention.head3.key.multiplier [32] */
    int8_t layer_0_attention_head3_value_weight[256]; /* layer.0.attention.head3.value.weight [8, 32] */
    int32_t layer_0_attention_head3_value_bias[8]; /* layer.0.attention.head3.value.bias [8] */
    int32_t layer_0_attention_head3_value_multiplier[8]; /* layer.0.attention.head3.value.multiplier [8] */
    int8_t layer_0_attention_head0_output_weight[256]; /* layer.0.attention.head0.output.weight [32, 8] */
    int32_t layer_0_attention_head0_output_bias[32]; /* bert.encoder.layer.0.attention.output.dense.bias [32] */
    int32_t layer_0_attention_head0_output_multiplier[32]; /* layer.0.attention.head0.output.multiplier [32] */
    int8_t layer_0_attention_head1_output_weight[256]; /* layer.0.attention.head1.output.weight [32, 8] */
    int32_t layer_0_attention_head1_output_bias[32]; /* layer.0.attention.head1.output.bias [32] */
    int32_t layer_0_attention_head1_output_multiplier[32]; /* layer.0.attention.head1.output.multiplier [32] */
    int8_t layer_0_attention_head2_output_weight[256]; /* layer.0.attention.head2.output.weight [32, 8] */
    int32_t layer_0_attention_head2_output_bias[32]; /* layer.0.attention.head2.output.bias [32] */
    int32_t layer_0_attention_head2_output_multiplier[32]; /* layer.0.attention.head2.output.multiplier [32] */
    int8_t layer_0_attention_head3_output_weight[256]; /* layer.0.attention.head3.output.weight [32, 8] */
    int32_t layer_0_attention_head3_output_bias[32]; /* layer.0.attention.head3.output.bias [32] */
    int32_t layer_0_attention_head3_output_multiplier[32]; /* layer.0.attention.head3.output.multiplier [32] */
    int32_t layer_0_attention_norm_gain[32]; /* bert.encoder.layer.0.attention.output.LayerNorm.weight [32] */
    int32_t layer_0_attention_norm_bias[32]; /* bert.encoder.layer.0.attention.output.LayerNorm.bias [32] */
    int8_t layer_0_feed_forward_up_weight[1536]; /* bert.encoder.layer.0.intermediate.dense.weight [48, 32] */
    int32_t layer_0_feed_forward_up_bias[48]; /* bert.encoder.layer.0.intermediate.dense.bias [48] */
    int32_t layer_0_feed_forward_up_multiplier[48]; /* layer.0.feed_forward.up.multiplier [48] */
    int8_t layer_0_feed_forward_activation_table[256]; /* layer.0.feed_forward.activation.table [256] */
    int8_t layer_0_feed_forward_down_weight[1536]; /* bert.encoder.layer.0.output.dense.weight [32, 48] */
    int32_t layer_0_feed_forward_down_bias[32]; /* bert.encoder.layer.0.output.dense.bias [32] */
    int32_t layer_0_feed_forward_down_multiplier[32]; /* layer.0.feed_forward.down.multiplier [32] */
    int32_t layer_0_feed_forward_norm_gain[32]; /* bert.encoder.layer.0.output.LayerNorm.weight [32] */
    int32_t layer_0_feed_forward_norm_bias[32]; /* bert.encoder.layer.0.output.LayerNorm.bias [32] */
    int8_t pooler_weight[1024]; /* bert.pooler.dense.weight [32, 32] */
    int32_t pooler_bias[32]; /* bert.pooler.dense.bias [32] */
    int32_t pooler_multiplier[32]; /* pooler.multiplier [32] */
    int8_t pooler_activation_table[256]; /* pooler.activation.table [256] */
    int8_t classifier_weight[128]; /* classifier.weight [4, 32] */
    int32_t classifier_bias[4]; /* classifier.bias [4] */
    int32_t classifier_multiplier[4]; /* classifier.multiplier [4] */
    uint32_t part_tokenizer[50]; /* places and counts of its tables, and numbers */
    uint16_t tokenizer_run_starts[936]; /* run_starts */
    uint16_t tokenizer_plane_runs[18]; /* plane_runs */
    uint8_t tokenizer_effects8[936]; /* effects8 */
    uint16_t tokenizer_sequence_starts[6]; /* sequence_starts */
    uint16_t tokenizer_sequence_chars[8]; /* sequence_chars */
    uint8_t tokenizer_typed[32]; /* typed */
    uint16_t tokenizer_typed_ids[6]; /* typed_ids */
    uint16_t tokenizer_before[2]; /* before */
    uint16_t tokenizer_after[2]; /* after */
    uint8_t tokenizer_first_data[184]; /* first_data */
    uint32_t tokenizer_first_buckets[6]; /* first_buckets */
    uint16_t tokenizer_first_ids[86]; /* first_ids */
    uint32_t part_answer[7]; /* how many labels, the zero point of logits, where their scale and the labels are */
    uint8_t part_texts[56]; /* UTF-8, each with a 0 behind it */
    uint32_t part_vectors[277]; /* of the self-test */
    uint32_t part_end[2]; /* fills up */
};
extern const struct thimble_tiny_image thimble_tiny_image;

#ifdef __cplusplus
}
#endif

#endif
