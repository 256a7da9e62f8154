<#macro descriptor step><#local d = step.descriptor>

/* ${step.value} */
static const thimble_attention_data ${step.symbol}_p = {
    ${d.width}u, ${d.heads}u, ${d.exponentMultiplier}, ${d.exponentShift}u, ${d.numerator}u, ${d.shift}u, ${d.zeroPoint},
};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_attention_s8(&${step.symbol}_p, ${step.inputs[0].rows}, ${rows},
${indent}    ${step.inputs[1].pointer}, ${step.inputs[2].pointer}, tokens,
${indent}    ${step.scratch}, ${step.output.rows});</#macro>
