<#import "common.ftl" as common>
<#import "../op/linear.ftl" as op>
<#macro descriptor step>
<@op.descriptor step=step.inference() storage="const" indent="    "/>
<@common.image step.matrix()/>
</#macro>
<#macro forward step>
    <@op.call step=step.inference() first="0" rows="1" indent="    "/>

</#macro>
<#macro backward step><#local matrix = step.matrix()>
<#list step.back() as back>
    thimble_train_frozen_back(&m->${matrix.symbol()}, &${matrix.symbol()}_rows, ${step.gradient()}, ${matrix.rows()}u, s->steps, ${back});
</#list>
</#macro>
<#macro overlay step image></#macro>
