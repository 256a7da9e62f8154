<#import "common.ftl" as common>
<#-- What A makes of the input: s->between. -->
<#macro lower step><#local a = step.lowering()>
    thimble_train_centre(&m->${a.symbol()}, ${step.input()}, s->x);
    thimble_train_sums(&m->${a.symbol()}, t->weights + ${a.at()}, s->x, ${a.rows()}u, s->sums);
    thimble_train_lower(&m->${a.symbol()}, s->sums, ${a.rows()}u, s->between);
</#macro>
<#macro descriptor step>
<@common.image step.matrix()/>
</#macro>
<#macro forward step><#local matrix = step.matrix()><#local b = step.raising()>
<@lower step/>
    thimble_train_frozen_sums(&m->${matrix.symbol()}, &${matrix.symbol()}_rows, ${step.input()}, ${matrix.rows()}u, s->sums);
    thimble_train_raise(&m->${b.symbol()}, t->weights + ${b.at()}, s->between, ${matrix.rows()}u, s->sums);
    thimble_train_results_s${step.bits()}(&m->${matrix.symbol()}, s->sums, ${matrix.rows()}u, ${step.output()});
</#macro>
<#macro backward step><#local matrix = step.matrix()><#local a = step.lowering()><#local b = step.raising()>
<@lower step/>
    thimble_train_accumulate(&m->${b.symbol()}, ${step.gradient()}, s->between, <@common.moved b/>, t->momentum + ${b.at()});
    memset(s->between, 0, sizeof s->between);
    thimble_train_back(&m->${b.symbol()}, t->weights + ${b.at()}, ${step.gradient()}, ${matrix.rows()}u, s->between);
    thimble_train_accumulate(&m->${a.symbol()}, s->between, s->x, <@common.moved a/>, t->momentum + ${a.at()});
<#list step.back() as back>
    memset(s->x, 0, sizeof s->x);
    thimble_train_back(&m->${a.symbol()}, t->weights + ${a.at()}, s->between, ${a.rows()}u, s->x);
    thimble_train_frozen_back(&m->${matrix.symbol()}, &${matrix.symbol()}_rows, ${step.gradient()}, ${matrix.rows()}u, s->steps, s->x);
    thimble_train_add(s->x, ${a.columns()}u, ${back});
</#list>
</#macro>
<#macro overlay step image><#local matrix = step.matrix()><#local a = step.lowering()><#local b = step.raising()>
    {
<@common.image matrix/>
        const thimble_train_merge_data merge = {
            ${matrix.symbol()}_rows,
            t->weights + ${a.at()},
            t->weights + ${b.at()},
            ${a.rows()}u,
            s->x,
        };
        const thimble_train_region_data region = {
            &m.${matrix.symbol()},
            NULL,
            ${matrix.rows()}u,
            ${matrix.rows()}u,
            THIMBLE_TRAIN_${matrix.layout().name()},
<@common.places matrix image/>
            &merge,
        };
        thimble_train_image_overlay(&region, at, bytes, count);
    }
</#macro>
