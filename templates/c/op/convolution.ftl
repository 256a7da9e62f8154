<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_convolution_data ${step.symbol}_p = {
${indent}    ${d.weight},
${indent}    ${d.bias},
${indent}    ${d.multiplier},
${indent}    ${d.inputs}u, /* inputs */
${indent}    ${d.outputs}u, /* outputs */
${indent}    ${d.taps}u, /* taps */
${indent}    ${d.shift}, /* shift */
${indent}    ${d.zeroPoint}, /* zero_point */
${indent}};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_convolution_s8(&${step.symbol}_p, ${step.inputs[0].pointer}, ${first}, ${rows},
${indent}    ${step.scratch}, ${step.output.rows});</#macro>
