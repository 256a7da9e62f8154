<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_mean_data ${step.symbol}_p = {
${indent}    ${d.width}u, /* width */
${indent}    ${d.inputZeroPoint}, /* input_zero_point */
${indent}    ${d.numerator}, /* numerator */
${indent}    ${d.shift}, /* shift */
${indent}    ${d.zeroPoint}, /* zero_point */
${indent}};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_mean_s8(&${step.symbol}_p, ${step.inputs[0].pointer}, tokens, ${step.output.rows});</#macro>
