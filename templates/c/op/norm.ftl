<#macro descriptor step><#local d = step.descriptor>

/* ${step.value} */
static const thimble_norm_data ${step.symbol}_p = {
    ${d.gain},
    ${d.bias},
    INT64_C(${d.epsilon}), ${d.numerator}u, ${d.numeratorFraction}, ${d.fraction}, ${d.width}u,
};
</#macro>
<#macro call step first rows indent><#local d = step.descriptor>thimble_${d.kind}_norm_s${step.output.bits}(&${step.symbol}_p, ${step.inputs[0].rows}, ${rows},
${indent}    ${step.output.rows});</#macro>
