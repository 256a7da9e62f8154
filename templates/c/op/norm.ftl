<#macro descriptor step storage indent><#local d = step.descriptor>

${indent}/* ${step.value} */
${indent}${storage} thimble_norm_data ${step.symbol}_p = {
${indent}    ${d.gain},
${indent}    ${d.bias},
${indent}    ${d.epsilon}, /* epsilon */
${indent}    ${d.numerator}, /* numerator */
${indent}    ${d.numeratorFraction}, /* numerator_fraction */
${indent}    ${d.fraction}, /* fraction */
${indent}    ${d.width}u, /* width */
${indent}};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_${d.kind}_norm_s${step.output.bits}(&${step.symbol}_p, ${step.inputs[0].rows}, ${rows},
${indent}    ${step.output.rows});</#macro>
