<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_attention_data ${step.symbol}_p = {
${indent}    ${d.width}u, /* width */
${indent}    ${d.heads}u, /* heads */
${indent}    ${d.exponentMultiplier}, /* exponent_multiplier */
${indent}    ${d.exponentShift}, /* exponent_shift */
${indent}    ${d.numerator}, /* numerator */
${indent}    ${d.shift}, /* shift */
${indent}    ${d.zeroPoint}, /* zero_point */
${indent}};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_attention_s8(&${step.symbol}_p, ${step.inputs[0].rows}, ${rows},
${indent}    ${step.inputs[1].pointer}, ${step.inputs[2].pointer}, tokens,
${indent}    ${step.scratch}, ${step.output.rows});</#macro>
