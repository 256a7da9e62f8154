<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_${d.kernel}_data ${step.symbol}_p = {
${indent}    ${d.weight},
${indent}    ${d.bias},
${indent}    ${d.multiplier},
${indent}    ${d.inputs}u, /* inputs */
${indent}    ${step.columns}, /* outputs */
<#if d.shifts>
${indent}    ${d.shift}, /* shift */
</#if>
${indent}    ${d.zeroPoint}, /* zero_point */
${indent}};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_${d.kernel}_s${step.output.bits}(&${step.symbol}_p, ${step.inputs[0].rows}, ${rows},
${indent}    ${step.scratch}, ${step.output.rows});</#macro>
