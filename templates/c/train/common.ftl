<#macro scaling factor>{${factor.multiplier()}, ${factor.shift()}}</#macro>
<#macro rows matrix><#if matrix.isHead()>t->labels<#else>${matrix.rows()}u</#if></#macro>
<#macro image matrix>
    const thimble_train_rows_data ${matrix.symbol()}_rows = {
        ${matrix.image().weights()},
        ${matrix.image().bias()},
        ${matrix.image().multipliers()},
        ${matrix.layout()},
    };
</#macro>
