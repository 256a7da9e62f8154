<#ftl output_format="HTML">
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A fleet that learns</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; overflow: visible; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid #ddd; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.mark { display: inline-block; width: .8rem; height: .8rem; margin-right: .4rem; border-radius: 2px; }
text { font-size: 11px; fill: #555; }
</style>
<h1>A fleet that learns</h1>
<p>Accuracy on texts that no device has seen, round by round. The dashed line is the same part trained in one place: ${central}.
Training takes ${ram} bytes of RAM on a device, beside inference.</p>
<#list pictures as picture>
<h2>${picture.title}</h2>
<svg viewBox="-40 -10 690 300" role="img" aria-label="accuracy by round, ${picture.title}">
<#list marks as mark>
  <line x1="0" x2="640" y1="${mark.y}" y2="${mark.y}" stroke="#e4e4e4"/>
  <text x="-6" y="${mark.textY}" text-anchor="end">${mark.percent} %</text>
</#list>
  <line x1="0" x2="640" y1="${height}" y2="${height}" stroke="#444" stroke-dasharray="5 4"/>
<#list picture.lines as line>
  <polyline points="${line.points}" fill="none" stroke="hsl(${line.hue} 65% 42%)" stroke-width="2.2"/>
</#list>
  <text x="320" y="285" text-anchor="middle">rounds</text>
</svg>
<table>
<tr><th>strategy</th><th class="n">ended with</th><th class="n">bytes up</th><th class="n">bytes down</th><th class="n">records of C, as the reference's</th><th>refused</th></tr>
<#list picture.lines as line>
<tr><td><span class="mark" style="background: hsl(${line.hue} 65% 42%)"></span>${line.name}</td><td class="n">${line.ended}</td><td class="n">${line.bytesUp}</td><td class="n">${line.bytesDown}</td><td class="n">${line.compared}</td><td>${line.refused}</td></tr>
</#list>
</table>
</#list>
</html>
