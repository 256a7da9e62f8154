<#macro scaling factor>{${factor.multiplier()}, ${factor.shift()}}</#macro>
<#macro rows matrix><#if matrix.isHead()>t->labels<#else>${matrix.rows()}u</#if></#macro>
<#-- Rows that a step changes: none of a matrix that is held. -->
<#macro moved matrix><#if trainer.isHoldable()>moved(t, ${trainer.place(matrix)}u, <@rows matrix/>)<#else><@rows matrix/></#if></#macro>
<#macro image matrix>
    const thimble_train_rows_data ${matrix.symbol()}_rows = {
        ${matrix.image().weights()},
        ${matrix.image().bias()},
        ${matrix.image().multipliers()},
        THIMBLE_TRAIN_${matrix.layout().name()},
    };
</#macro>
<#-- The places of a matrix of inference in the image. -->
<#macro places matrix image>
            (uint32_t)offsetof(${image}, ${matrix.image().weightsMember()}),
            (uint32_t)offsetof(${image}, ${matrix.image().biasMember()}),
            (uint32_t)offsetof(${image}, ${matrix.image().multipliersMember()}),
</#macro>
