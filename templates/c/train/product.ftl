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
    thimble_train_accumulate(&m->${matrix.symbol()}, ${step.gradient()}, s->x, <@common.moved matrix/>, t->momentum + ${matrix.at()});
</#macro>
<#macro overlay step image><#local matrix = step.matrix()>
    {
        const thimble_train_region_data region = {
            &m.${matrix.symbol()},
            t->weights + ${matrix.at()},
            <@common.rows matrix/>,
            ${matrix.rows()}u,
            THIMBLE_TRAIN_${matrix.layout().name()},
<@common.places matrix image/>
            NULL,
        };
        thimble_train_image_overlay(&region, at, bytes, count);
    }
</#macro>
