<#import "common.ftl" as common>
<#macro descriptor step></#macro>
<#macro forward step><#local matrix = step.matrix()>
    thimble_train_centre(&m->${matrix.symbol()}, ${step.input()}, s->x);
    thimble_train_sums(&m->${matrix.symbol()}, t->weights + ${matrix.at()}, s->x, <@common.rows matrix/>, s->sums);
<#if step.bits() != 0>
    thimble_train_results_s${step.bits()}(&m->${matrix.symbol()}, s->sums, <@common.rows matrix/>, ${step.output()});
</#if>
</#macro>
<#macro backward step><#local matrix = step.matrix()>
<#list step.back() as back>
    thimble_train_back(&m->${matrix.symbol()}, t->weights + ${matrix.at()}, ${step.gradient()}, <@common.rows matrix/>, ${back});
</#list>
    thimble_train_centre(&m->${matrix.symbol()}, ${step.input()}, s->x);
    thimble_train_accumulate(&m->${matrix.symbol()}, ${step.gradient()}, s->x, <@common.rows matrix/>, t->momentum + ${matrix.at()});
</#macro>
