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
    int8_t embedding_token_table[368]; /* model.embedder.token.weight [60, 6] */
    int8_t embedding_position_table[128]; /* model.embedder.position.weight [20, 6] */
    int8_t embedding_sum_weight[368]; /* embedding.sum.weight [24, 15] */
    int32_t embedding_sum_bias[24]; /* embedding.sum.bias [24] */
    int32_t layer_0_norm_gain[24]; /* model.norms.0.weight [24] */
    int32_t layer_0_norm_bias[24]; /* layer.0.norm.bias [24] */
    int8_t layer_0_attention_query_weight[576]; /* model.attentions.0.query.weight [24, 24] */
    int32_t layer_0_attention_query_bias[24]; /* model.attentions.0.query.bias [24] */
    int8_t layer_0_attention_output_weight[576]; /* model.attentions.0.att_output.weight [24, 24] */
    int32_t layer_0_attention_output_bias[24]; /* model.attentions.0.att_output.bias [24] */
    int8_t layer_0_convolution_weight[240]; /* model.attentions.0.conv1d.weight [48, 5] */
    int32_t layer_0_convolution_bias[48]; /* model.attentions.0.conv1d.bias [48] */
    int8_t layer_0_contract_weight[1152]; /* model.attentions.0.contract.weight [24, 48] */
    int32_t layer_0_contract_bias[24]; /* model.attentions.0.contract.bias [24] */
    int32_t layer_1_norm_gain[24]; /* model.norms.1.weight [24] */
    int8_t layer_1_attention_query_weight[576]; /* model.attentions.1.query.weight [24, 24] */
    int32_t layer_1_attention_query_bias[24]; /* model.attentions.1.query.bias [24] */
    int8_t layer_1_attention_output_weight[576]; /* model.attentions.1.att_output.weight [24, 24] */
    int32_t layer_1_attention_output_bias[24]; /* model.attentions.1.att_output.bias [24] */
    int8_t layer_1_convolution_weight[240]; /* model.attentions.1.conv1d.weight [48, 5] */
    int32_t layer_1_convolution_bias[48]; /* model.attentions.1.conv1d.bias [48] */
    int8_t layer_1_contract_weight[1152]; /* model.attentions.1.contract.weight [24, 48] */
    int32_t layer_1_contract_bias[24]; /* model.attentions.1.contract.bias [24] */
    int8_t classifier_weight[80]; /* classifier.weight [3, 24] */
    int8_t embedding_segment_row_table[12]; /* embedding.segment.row [3, 3] */
    int32_t classifier_bias[3]; /* classifier.bias [3] */
};
extern const struct thimble_tiny_weights thimble_tiny_weights;

struct thimble_tiny_tables {
    int32_t embedding_sum_multiplier[24]; /* embedding.sum.multiplier [24] */
    int32_t layer_0_attention_query_multiplier[24]; /* layer.0.attention.query.multiplier [24] */
    int32_t layer_0_attention_output_multiplier[24]; /* layer.0.attention.output.multiplier [24] */
    int32_t layer_0_convolution_multiplier[48]; /* layer.0.convolution.multiplier [48] */
    int8_t layer_0_convolution_activation_table[1024]; /* layer.0.convolution.activation.table [4, 256] */
    int8_t layer_0_convolution_activation_choice[48]; /* layer.0.convolution.activation.choice [48] */
    int32_t layer_0_contract_multiplier[24]; /* layer.0.contract.multiplier [24] */
    int32_t layer_1_attention_query_multiplier[24]; /* layer.1.attention.query.multiplier [24] */
    int32_t layer_1_attention_output_multiplier[24]; /* layer.1.attention.output.multiplier [24] */
    int32_t layer_1_convolution_multiplier[48]; /* layer.1.convolution.multiplier [48] */
    int8_t layer_1_convolution_activation_table[1024]; /* layer.1.convolution.activation.table [4, 256] */
    int8_t layer_1_convolution_activation_choice[48]; /* layer.1.convolution.activation.choice [48] */
    int32_t layer_1_contract_multiplier[24]; /* layer.1.contract.multiplier [24] */
    int32_t classifier_multiplier[3]; /* classifier.multiplier [3] */
};
extern const struct thimble_tiny_tables thimble_tiny_tables;

#ifdef __cplusplus
}
#endif

#endif
