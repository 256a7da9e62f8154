<#ftl output_format="HTML">
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What fits of ${model}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; overflow: visible; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid #ddd; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
text { font-size: 11px; fill: #555; }
</style>
<h1>What fits of ${model}</h1>
<p>Labels that are the float model's, against flash and RAM, with token embeddings and matrices in fewer and fewer bits: those
go first whose bytes cost the logits least. The dashed line is the budget: ${budgetBytes} bytes.</p>
<#if lines?size gt 1 || lines[0].costs?has_content>
<ul>
<#list lines as line>
<li><b style="color: hsl(${line.hue} 65% 42%)">${line.name}</b><#if line.costs?has_content>: a ${line.costs}</#if></li>
</#list>
</ul>
</#if>
<svg viewBox="-56 -12 720 316" role="img" aria-label="agreement against size">
<#list shares as mark>
  <line x1="0" x2="640" y1="${mark.at}" y2="${mark.at}" stroke="#e4e4e4"/>
  <text x="-6" y="${mark.textAt}" text-anchor="end">${mark.text}</text>
</#list>
<#list sizes as mark>
  <text x="${mark.textAt}" y="276" text-anchor="middle">${mark.text}</text>
</#list>
  <line x1="${budget}" x2="${budget}" y1="0" y2="260" stroke="#444" stroke-dasharray="5 4"/>
<#list lines as line>
  <polyline points="${line.points}" fill="none" stroke="hsl(${line.hue} 65% 42%)" stroke-width="1.6"/>
</#list>
<#list rows as row>
  <circle cx="${row.x}" cy="${row.y}" r="4" fill="<#if row.fits>hsl(${row.hue} 65% 42%)<#else>#fff</#if>" stroke="hsl(${row.hue} 65% 42%)"><title>--embedding-bits ${row.tokenBits} --matrix-bits ${row.matrixBits}: ${row.agreement}, ${row.atMost} bytes</title></circle>
</#list>
  <text x="320" y="298" text-anchor="middle">flash and RAM, code and stack at most</text>
</svg>
<table>
<tr><#if lines?size gt 1><th>vocabulary</th></#if><th class="n">bits of token embeddings</th><th class="n">of matrices</th><th class="n">flash</th><th class="n">RAM</th><th class="n">with code and stack, at most</th><th>fits</th><th class="n">logits, dB</th><th class="n">agreement</th><th class="n">accuracy</th></tr>
<#list rows as row>
<tr><#if lines?size gt 1><td style="color: hsl(${row.hue} 65% 42%)">${row.vocabulary}</td></#if><td class="n">${row.tokenBits}</td><td class="n">${row.matrixBits}</td><td class="n">${row.flash}</td><td class="n">${row.ram}</td><td class="n">${row.atMost}</td><td>${row.fits?then("yes", "no")}<#if row.taken>, taken</#if></td><td class="n">${row.decibels}</td><td class="n">${row.agreement}</td><td class="n">${row.accuracy}</td></tr>
</#list>
</table>
</html>
