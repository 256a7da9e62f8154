<#macro descriptor step><#local d = step.descriptor>

/* ${step.value} */
static const thimble_convolution_data ${step.symbol}_p = {
    ${d.weight},
    ${d.bias},
    ${d.multiplier},
    ${d.inputs}u, ${d.outputs}u, ${d.taps}u, ${d.shift}u, ${d.zeroPoint},
};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_convolution_s8(&${step.symbol}_p, ${step.inputs[0].pointer}, ${first}, ${rows},
${indent}    ${step.scratch}, ${step.output.rows});</#macro>
