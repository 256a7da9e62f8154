package dev.thimble.core.target;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What work was measured to cost: {@code CostTableTest} measures it again, and writes the table anew when asked to. */
final class MeasuredCosts {
    /** The first lines are kernel sets, cores and units, the others thousandths of them. */
    private static final String TEXT = """
            kernels portable armv7m armv6m rv32 dsp mve
            cpu Cortex-M0+ Cortex-M3 Cortex-M0+ RV32 Cortex-M4 Cortex-M55
            unit cycles cycles cycles instructions cycles instructions
            plain_pass 0 9811 23746 9811 5986 213
            plain_two 0 0 14247 5886 0 0
            plain_single 9993 4406 7937 4406 3431 0
            plain_output 139740 73812 201169 73812 44300 5339
            plain_input 0 3782 0 3782 0 0
            plain_call 0 0 294211 0 4016 362763
            paired_pass 0 0 0 0 1881 0
            paired_single 0 0 0 0 1310 0
            paired_output 0 0 0 0 20655 0
            paired_input 0 0 0 0 2716 0
            paired_call 0 0 0 0 310412 0
            narrow_pass 0 12382 32615 12382 1893 214
            narrow_two 0 0 19569 7429 0 0
            narrow_single 7505 6170 16032 6170 1289 0
            narrow_output 112694 151331 258867 151331 23365 10569
            narrow_input 0 0 0 0 7163 136
            narrow_call 0 833095 1635822 833095 0 83693
            attention_pass 0 21000 49011 21000 9053 405
            attention_weight 0 148919 469446 148919 86138 7505
            attention_single 22000 0 29000 12600 4343 0
            attention_single_weight 113805 0 280000 90000 36380 0
            attention_turned 0 0 0 0 1250 355
            attention_column 101323 107032 582913 107032 55869 6828
            attention_head 273968 758012 1197386 758012 755747 139069
            attention_call 151497 158482 226617 158482 0 2122062
            convolution_pass 32528 12543 32528 12543 7826 0
            convolution_single 11994 10001 11995 10001 0 0
            convolution_channel 40807 18082 40806 18082 0 38013
            convolution_result 109461 15445 109465 15445 0 4519
            convolution_gathered 973 0 972 0 830 0
            convolution_call 5223906 2314438 5223535 2314438 28235661 4867148
            add_term_8 51238 8976 79161 8976 4462 1191
            add_term_16 24837 8195 69214 8195 3288 4527
            add_exact 48623 1132 1567 1132 552 90
            add_more 41644 1348 2305 1348 2029 681
            add_result 79791 4533 16525 4533 2564 507
            add_call 59816 240877 389730 240877 217940 221624
            layer_norm_column 94770 10993 58596 10993 6853 3473
            layer_norm_pass 12132508 1407048 7501048 1407048 877107 444559
            layer_norm_call 57742 39893 38833 39893 39399 17943
            rms_norm_column 88272 10208 56373 10208 6490 2915
            rms_norm_pass 11299131 1306695 7215648 1306695 830799 373135
            rms_norm_call 46805 40711 46215 40711 40433 16469
            lookup_result 13001 4250 8251 4250 4250 312
            lookup_call 26092 34005 46066 34005 34025 9020
            copy_result 991 597 991 597 606 429
            copy_row 82372 42662 82388 42662 36755 23237
            copy_call 51034 51669 51026 51669 53267 31008
            mean_input 8999 9000 8999 9000 9000 4000
            mean_result 97112 24422 97151 24422 20414 16172
            """;

    static final List<CostTable> TABLES = read(TEXT);

    private MeasuredCosts() {}

    private static List<CostTable> read(String text) {
        List<List<String>> lines =
                text.lines().map(line -> List.of(line.trim().split(" +"))).toList();
        return IntStream.range(1, lines.get(0).size())
                .mapToObj(column -> table(lines, column))
                .toList();
    }

    private static CostTable table(List<List<String>> lines, int column) {
        Map<Work, Integer> prices = new EnumMap<>(Work.class);
        lines.stream().skip(3).forEach(line -> prices.put(named(line.get(0)), Integer.valueOf(line.get(column))));
        return new CostTable(
                KernelSets.named(lines.get(0).get(column)).orElseThrow(),
                lines.get(1).get(column),
                CostUnit.valueOf(upper(lines.get(2).get(column))),
                prices);
    }

    private static Work named(String word) {
        return Work.valueOf(upper(word));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
