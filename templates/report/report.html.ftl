<#ftl output_format="HTML">
<#function n value><#return value?string(",##0")></#function>
<#assign memory = report.memory>
<#assign name = several?then(report.name!, (report.model.name)!)>
<#macro facts of>
<p class="facts">${of.model.architecture}, ${n(of.model.parameters)} parameters, up to ${of.model.max_tokens} tokens,
${of.model.labels?size} labels<#if !several>, compiled for ${report.board}</#if>. SHA-256 of the model: ${of.model.sha256[0..15]}…
Options: <#list of.options as option><code>${option}</code><#sep>, <#else>none</#list>.</p>
</#macro>
<#macro tensors_of model>
<#if model.report.image??>
<p>All data of the model lie in an image of ${n(model.report.image.bytes)} bytes, ${n(model.report.image.selftest)} of them for it to test itself.
Images of the same program may have up to ${n(model.report.image.max_labels)} labels.</p>
</#if>
<p><#if several>By tensor<#else>The same by tensor</#if>, largest first in each section; the list of all stands below.</p>
<svg viewBox="0 0 960 60" role="img" aria-label="flash by tensor">
<#list model.tensors as box>
  <rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="hsl(${box.hue} 50% 76%)" stroke="#fff" stroke-width=".2"><title>${box.title}</title></rect>
  <text x="${box.x}" y="35" dx="6">${box.label}</text>
</#list>
</svg>
</#macro>
<#macro arena_of model>
<p>Each bar is a buffer of the arena (${n(model.report.memory.ram.arena)} bytes; <#if model.report.memory.ram.arena_gap == 0>proved to be the fewest for these steps<#else>at most ${n(model.report.memory.ram.arena_gap)} above the fewest possible</#if>): from left to right
the ${model.report.plan.steps?size} steps, from top to bottom the arena's bytes.</p>
<svg viewBox="0 0 960 360" role="img" aria-label="arena by step">
<#list model.ram as box>
  <rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="hsl(${box.hue} 45% 80%)" stroke="#fff" stroke-width=".6"><title>${box.title}</title></rect>
  <text x="${box.x}" y="${box.y}" dx="4" dy="12">${box.label}</text>
</#list>
</svg>
<#if model.report.plan.steps?size gt 0>
<div class="axis"><span>${model.report.plan.steps?first}</span><span>steps</span><span>${model.report.plan.steps?last}</span></div>
</#if>
</#macro>
<#macro training_of training>
<h2>Training</h2>
<p>Devices can train the part <code>${training.part}</code> from what they see (docs/training.md). The trainer's RAM is taken for as long as it
trains; what a step works in lies in the arena.</p>
<table class="short">
<tr><th>figure</th><th class="n"></th></tr>
<tr><td>values under training</td><td class="n">${n(training.parameters)}</td></tr>
<tr><td>bytes of RAM beside inference, with ${n(training.replay)} kept examples</td><td class="n">${n(training.ram)}</td></tr>
<#if training.code??>
<tr><td>bytes of code, which the sum of flash has</td><td class="n">${n(training.code)}</td></tr>
<tr><td>bytes of stack of a step and its inference, worst case</td><td class="n">${n(training.stack.learn)}</td></tr>
<tr><td>bytes of stack of rounding to an image, worst case</td><td class="n">${n(training.stack.round)}</td></tr>
<#else>
<tr><td>code and stack</td><td class="n">known after the build</td></tr>
</#if>
<#if training.instructions??>
<tr><td>instructions of a step besides inference, on ${training.instructions.measured_on}</td><td class="n">${n(training.instructions.step_besides_inference)}</td></tr>
<tr><td>instructions of a step and its inference, for ${n(training.instructions.tokens)} tokens</td><td class="n">${n(training.instructions.step_and_its_inference)}</td></tr>
<#if training.instructions.example_again??>
<tr><td>instructions of a kept example that is learned again in it</td><td class="n">${n(training.instructions.example_again)}</td></tr>
</#if>
<#else>
<tr><td>instructions</td><td class="n">known after <code>thimble verify --target qemu</code></td></tr>
</#if>
</table>
</#macro>
<#macro vocabulary_of vocabulary>
<h2>Vocabulary</h2>
<p>Of ${n(vocabulary.entries_before)} entries ${n(vocabulary.entries)} stay: ${n(vocabulary.used)} are used by the calibration file, and ${n(vocabulary.must_stay)} stay in any case, so
that no word becomes unknown. That saves ${n(vocabulary.saved_bytes)} bytes of flash: rows of embeddings take ${n(vocabulary.table_bytes)} bytes
instead of ${n(vocabulary.table_bytes_before)}, the tokenizer ${n(vocabulary.tokenizer_bytes)} instead of ${n(vocabulary.tokenizer_bytes_before)}. Every entry with its use and its new id
is listed in <code>${vocabulary.list}</code>.</p>
<#if vocabulary.most_used_that_went?has_content>
<p>Used most of those that went: <#list vocabulary.most_used_that_went as entry><code><bdi>${entry.token}</bdi></code> (${n(entry.uses)})<#sep>, </#list>.</p>
</#if>
<details><summary>${n(vocabulary.went?size)} entries that went</summary>
<p><#list vocabulary.went as token><code><bdi>${token}</bdi></code><#sep> </#list></p>
</details>
<table>
<tr><th>sentences</th><th class="n">texts</th><th class="n">with other pieces</th><th class="n">tokens</th><th class="n">before</th><th class="n">unknown tokens</th><th class="n">before</th></tr>
<#list vocabulary.sentences as each>
<tr><td>${each.of}</td><td class="n">${n(each.texts)}</td><td class="n">${n(each.changed_texts)} (${(each.changed_share * 100)?string("0.00")} %)</td><td class="n">${n(each.tokens)}</td><td class="n">${n(each.tokens_before)}</td><td class="n">${n(each.unknown_tokens)}</td><td class="n">${n(each.unknown_tokens_before)}</td></tr>
</#list>
</table>
</#macro>
<#macro removed_of removed>
<p>No result depends on these channels and heads, so they are not compiled:</p>
<table>
<tr><th>made by</th><th></th><th class="n">before</th><th class="n">now</th><th class="n">bytes of weights less</th></tr>
<#list removed as each>
<tr><td>${each.name}</td><td>${each.unit}s</td><td class="n">${n(each.before)}</td><td class="n">${n(each.after)}</td><td class="n">${n(each.saved_bytes)}</td></tr>
</#list>
</table>
</#macro>
<#macro pruning_of pruning>
<p>Of the weights that have to do with channels of feed-forward parts and with heads ${pruning.asked_percent} % were to go, and ${pruning.percent?string("0.0")} % went, those that the logits
miss least: ${n(pruning.saved_bytes)} bytes. Before it is quantised the model's logits are those that it was trained to give but for
${pruning.logits_snr_db?string("0.0")} dB; if other weights did not make up for what went, that would be ${pruning.logits_snr_db_uncompensated?string("0.0")} dB.</p>
<table>
<tr><th>made by</th><th></th><th class="n">before</th><th class="n">now</th><th class="n">bytes of weights less</th><th class="n">logits where these alone went, dB</th></tr>
<#list pruning.each as each>
<tr><td>${each.name}</td><td>${each.unit}s</td><td class="n">${n(each.before)}</td><td class="n">${n(each.after)}</td><td class="n">${n(each.saved_bytes)}</td><td class="n"><#if each.logits_snr_db_alone??>${each.logits_snr_db_alone?string("0.0")}<#else>none went</#if></td></tr>
</#list>
</table>
</#macro>
<#macro details_of report>
<#if report.training??>
<@training_of report.training/>

</#if>
<h2>RAM against time</h2>
<p>Every way to run this model: with how many rows at a time, and with the keys and values of all heads or of one. None
changes a result. What one inference of the longest sequence takes is estimated in ${report.optimization.unit} of a ${report.optimization.cpu},
<#if report.optimization.unit == "cycles">in memory without wait states<#else>for no table of its cycles is published</#if>.</p>
<table>
<tr><th>rows at a time</th><th>keys and values</th><th class="n">arena</th><th class="n">estimated ${report.optimization.unit}</th><th></th></tr>
<#list report.optimization.candidates as candidate>
<tr><td>${candidate.rows}</td><td>${candidate.head_by_head?then("one head", "all heads")}</td><td class="n">${n(candidate.arena)}</td><td class="n">${n(candidate.estimate)}</td><td style="padding-left: 1.2rem"><#if candidate?index == report.optimization.chosen><b>chosen</b></#if> <#list ["speed", "balanced", "ram"] as goal><#if report.optimization[goal] == candidate?index>${goal} </#if></#list></td></tr>
</#list>
</table>

<#if report.vocabulary??>
<@vocabulary_of report.vocabulary/>

</#if>
<#if report.removed?? || report.pruning??>
<h2>Channels and heads</h2>
<#if report.removed??>
<@removed_of report.removed/>
</#if>
<#if report.pruning??>
<@pruning_of report.pruning/>
</#if>

</#if>
<h2>Quantisation steps</h2>
<p>Signal to quantisation noise of the logits, in dB, with all steps and with each step left out, on calibration sentences. Residuals inside a layer have ${report.quantization.residual.bits} bits: the logits have
${report.quantization.residual.logits_sqnr_db_8?string("0.0")} dB with 8 and ${report.quantization.residual.logits_sqnr_db_16?string("0.0")} dB with 16, and 16 is taken when it is better by 0.5.
<#if report.quantization.embedding.row_bytes == 0>Each embedding table has one scale: rows with scales of their own would lose no less.<#else><#if report.quantization.token_embedding??>Other embedding<#else>Embedding</#if> tables have ${(report.quantization.embedding.scale_by == "row")?then("a scale for each row", "one scale each")}: the logits have
${report.quantization.embedding.logits_sqnr_db_table?string("0.0")} dB with one scale for a table and ${report.quantization.embedding.logits_sqnr_db_row?string("0.0")} dB with one for each row, which takes ${n(report.quantization.embedding.row_bytes)} bytes of flash and is taken when it is better by 0.5.</#if></p>
<#if report.quantization.token_embedding??><#assign tokens = report.quantization.token_embedding>
<p>Token embeddings have ${tokens.bits?string("0.##")} bits in the mean, most where the calibration file has the most tokens. That saves ${n(tokens.saved_bytes)} bytes
of flash: the logits have ${tokens.logits_sqnr_db?string("0.0")} dB, and would have ${tokens.logits_sqnr_db_8?string("0.0")} with 8 bits.</p>
<table>
<tr><th>bits of a row</th><th class="n">rows</th></tr>
<#list tokens.rows as each>
<tr><td>${each.bits}</td><td class="n">${n(each.count)}</td></tr>
</#list>
</table>
</#if>
<#if report.quantization.matrices??><#assign matrices = report.quantization.matrices>
<p>Matrices were to have ${matrices.bits?string("0.##")} bits in the mean: those have 4 whose noise at the logits grows the least for a byte saved. That saves ${n(matrices.saved_bytes)} bytes
of flash: the logits have ${matrices.logits_sqnr_db?string("0.0")} dB, and would have ${matrices.logits_sqnr_db_8?string("0.0")} with 8 bits.</p>
<table>
<tr><th>matrix</th><th class="n">bits</th><th class="n">bytes</th><th class="n">logits where it alone has 4 bits, dB</th></tr>
<#list matrices.each as matrix>
<tr><td>${matrix.name}</td><td class="n">${matrix.bits}</td><td class="n">${n(matrix.bytes)}</td><td class="n"><#if matrix.logits_sqnr_db_alone??>${matrix.logits_sqnr_db_alone?string("0.0")}<#else>it cannot</#if></td></tr>
</#list>
</table>
</#if>
<#if report.quantization.passes?size gt 0>
<p>Below 45 dB passes are tried that cost a little flash and a few instructions, and kept where they are better by 0.5:</p>
<table>
<tr><th>pass</th><th class="n">dB without</th><th class="n">dB with</th><th></th></tr>
<#list report.quantization.passes as pass>
<tr><td>${pass.pass}</td><td class="n">${pass.logits_sqnr_db_without?string("0.0")}</td><td class="n">${pass.logits_sqnr_db_with?string("0.0")}</td><td style="padding-left: 1.2rem"><#if pass.kept><b>kept</b></#if></td></tr>
</#list>
</table>
</#if>
<table>
<tr><th>step</th><th class="n">dB</th></tr>
<#list report.quantization.steps as step>
<tr><td><#if step.step == "all">as compiled<#else>without ${step.step}</#if></td><td class="n">${step.logits_sqnr_db?string("0.0")}</td></tr>
</#list>
</table>

<h2>Layers</h2>
<p>Signal to quantisation noise against the float model, over calibration sentences (${n(report.quantization.calibration_sequences)} were used for the scales).</p>
<table>
<tr><th>value</th><th>type</th><th class="n">scale</th><th class="n">zero point</th><th class="n">dB</th></tr>
<#list report.quantization.layers as layer>
<tr><td>${layer.name}</td><td>${layer.precision}</td><td class="n">${layer.scale?string("0.000000")}</td><td class="n">${layer.zero_point}</td><td class="n"><#if layer.sqnr_db??>${layer.sqnr_db?string("0.0")}<#else>exact</#if></td></tr>
</#list>
</table>

<h2>Constants</h2>
<table>
<tr><th>array</th><th>section</th><th class="n">bytes</th></tr>
<#list report.constants as constant>
<tr><td>${constant.name}</td><td>${constant.section}</td><td class="n">${n(constant.bytes)}</td></tr>
</#list>
</table>
</#macro>
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${name}: Thimble report</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 2rem auto; padding: 0 1rem; color: #1f2933; }
  h1 { font-size: 1.7rem; margin: 3.5rem 0 0; } h1:first-child { margin-top: .7rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
  table { border-collapse: collapse; width: 100%; margin-top: .6rem; } table.short { width: auto; min-width: 26rem; }
  th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #e3e8ee; }
  th { font-weight: 600; color: #52606d; } tr.sum td { font-weight: 600; border-bottom: none; }
  td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; padding-right: 0; padding-left: 1.2rem; }
  svg { display: block; width: 100%; height: auto; background: #f7f9fb; border: 1px solid #cbd2d9; }
  svg text { font: 11px system-ui, sans-serif; fill: #1f2933; pointer-events: none; }
  .facts { color: #52606d; margin-top: .2rem; } .warning { background: #fff3cd; padding: .4rem .8rem; }
  .axis { display: flex; justify-content: space-between; color: #52606d; font-size: .8rem; }
  .swatch { display: inline-block; width: .8em; height: .8em; margin-right: .6em; border-radius: 2px; }
  .tiles { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem; margin-top: 1.2rem; }
  .tile { background: #f0f4f8; border-radius: 8px; padding: .7rem 1rem; } .tile b { display: block; font-size: 1.25rem; }
  @media (max-width: 600px) { .tiles { grid-template-columns: 1fr; } table.short { min-width: 0; width: 100%; } }
</style>
</head>
<body>
<h1>${name}</h1>
<#if several>
<p class="facts">${models?size} models, compiled for ${report.board}, ${(report.arenas == "shared")?then("which work one after the other, in the same arena", "each with an arena of its own")}.</p>
<#else>
<@facts report/>
</#if>
<p class="facts">Thimble ${report.thimble}, kernel set ${report.kernels}, form ${report.form}.</p>
<#list report.warnings as warning>
<p class="warning">${warning}</p>
</#list>

<div class="tiles">
<div class="tile"><b>${n(memory.flash.total)} B</b>flash</div>
<div class="tile"><b>${n(memory.ram.total)} B</b>RAM</div>
<div class="tile"><b>${((memory.flash.total + memory.ram.total) * 100 / memory.budget)?string("0.0")} %</b>of the budget of ${n(memory.budget)} B</div>
<#list models as model><#list (model.report.verification!{})?keys as target>
<#assign compared = model.report.verification[target]>
<div class="tile"><b>${compared.bit_exact?then("bit-exact", "differs")}</b><#if several>${model.report.model.name} on </#if>${target}, ${n(compared.vectors)} vectors</div>
</#list></#list>
<#list report.targets as target><#if target.instructions?? && (target.instructions > 0)>
<#if target.milliseconds??>
<div class="tile"><b>${target.milliseconds?string("0.0")} ms</b>an input, <#if several>${target.model} on </#if>${target.cpu} at ${target.clock_mhz?string("0.###")} MHz</div>
<div class="tile"><b>${target.longest_milliseconds?string("0.0")} ms</b>the longest, ${n(target.max_tokens)} tokens</div>
<#else>
<div class="tile"><b>${n(target.instructions)}</b>instructions an input, <#if several>${target.model} on </#if>${target.cpu}</div>
</#if>
</#if></#list>
</div>
<#if report.targets?filter(target -> target.milliseconds??)?size != 0>
<p>Milliseconds are estimated: cycles of the instructions that ran in the emulator, by the timing table of the core's manual, with
memory that makes it wait for nothing. <#list report.targets as target><#if target.milliseconds??>An input<#if several> of ${target.model}</#if>: ${n(target.cycles)} cycles, ${n(target.instructions)} instructions, the mean of ${n(target.inputs)}. The longest: ${n(target.longest_cycles)} cycles.</#if></#list></p>
</#if>

<h2>Memories of ${report.board}</h2>
<table class="short">
<tr><th>memory</th><th>holds</th><th class="n">bytes</th><th class="n">of</th><th class="n">left</th></tr>
<#list report.memories as each>
<tr><td>${each.name}</td><td>${each.holds?join(", ")}</td><td class="n">${n(each.used)}</td><td class="n">${n(each.size)}</td><td class="n">${n(each.margin)}</td></tr>
</#list>
</table>
<#if memory.flash.code == 0><p>Code and stack come on top; the build knows them.</p></#if>
<p>The package alone: the application around it takes its share.</p>

<h2>Flash</h2>
<svg viewBox="0 0 960 60" role="img" aria-label="flash by section">
<#list flash as box>
  <rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="hsl(${box.hue} 50% 76%)" stroke="#fff"><title>${box.title}</title></rect>
  <text x="${box.x}" y="35" dx="6">${box.label}</text>
</#list>
</svg>
<#if !several>
<@tensors_of models[0]/>
</#if>
<table class="short">
<tr><th>section</th><th class="n">bytes</th></tr>
<#list ["weights", "tables", "tokenizer", "code"] as part>
<tr><td><span class="swatch" style="background: hsl(${flash[part?index].hue} 50% 76%)"></span>${part}</td><td class="n"><#if part == "code" && memory.flash.code == 0>known after the build<#else>${n(memory.flash[part])}</#if></td></tr>
</#list>
<tr class="sum"><td>total</td><td class="n">${n(memory.flash.total)}</td></tr>
</table>

<#if several>
<h2>RAM</h2>
<#else>
<h2>RAM over one inference</h2>
<@arena_of models[0]/>
</#if>
<table class="short">
<tr><th>part</th><th class="n">bytes</th></tr>
<tr><td>arena</td><td class="n">${n(memory.ram.arena)}</td></tr>
<tr><td>stack, worst case of one call</td><td class="n"><#if memory.ram.stack == 0>known after the build<#else>${n(memory.ram.stack)}</#if></td></tr>
<tr><td>context</td><td class="n">${n(memory.ram.static)}</td></tr>
<#if memory.ram.trainer??>
<tr><td>trainer, for as long as it trains</td><td class="n">${n(memory.ram.trainer)}</td></tr>
</#if>
<tr class="sum"><td>total</td><td class="n">${n(memory.ram.total)}</td></tr>
</table>

<#if report.updater??>
<h2>Updates</h2>
<p>What taking updates costs a firmware that does, besides all sums of this page; measured on ${report.updater.measured_on}.</p>
<table class="short">
<tr><th>figure</th><th class="n"></th></tr>
<#list report.updater as figure, value>
<#if figure != "measured_on">
<tr><td>${figure?replace("_", " ")}</td><td class="n">${n(value)}</td></tr>
</#if>
</#list>
</table>
</#if>

<#list models as model>
<#if several>
<h1>${model.report.model.name}</h1>
<@facts model.report/>
<h2>Flash</h2>
<@tensors_of model/>
<h2>RAM over one inference</h2>
<@arena_of model/>
</#if>
<@details_of model.report/>
</#list>
</body>
</html>
