<#macro descriptor step><#local d = step.descriptor>

/* ${step.value} */
static const thimble_linear${d.words?then("_words", "")}_data ${step.symbol}_p = {
    ${d.weight},
    ${d.bias},
    ${d.multiplier},
    ${d.inputs}u, ${d.outputs}u, <#if !d.words>${d.shift}u, </#if>${d.zeroPoint},
};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_${d.kernel}_s${step.output.bits}(&${step.symbol}_p, ${step.inputs[0].rows}, ${rows},
${indent}    ${step.scratch}, ${step.output.rows});</#macro>
