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
            kernels portable armv7m armv7m dsp mve
            cpu Cortex-M0+ Cortex-M3 Cortex-M0+ Cortex-M4 Cortex-M55
            unit cycles cycles cycles cycles instructions
            plain_pass 0 9812 23832 5986 208
            plain_single 9994 4406 7989 3431 0
            plain_output 139385 73864 195281 44300 7624
            plain_input 0 3760 0 0 93
            plain_call 0 0 0 4016 209284
            paired_pass 0 0 0 1873 0
            paired_single 0 0 0 1307 0
            paired_output 0 0 0 21009 0
            paired_input 0 0 0 3174 0
            paired_call 0 0 0 272013 0
            attention_pass 22000 20993 49011 8850 420
            attention_weight 113804 149393 469394 89407 9260
            attention_turned 0 0 0 962 392
            attention_column 101422 54485 292300 88433 7594
            attention_head 261376 711700 1202483 994752 260625
            attention_call 151321 6974293 37415395 4227630 3767287
            convolution_pass 32528 12543 32528 7826 0
            convolution_single 11994 10001 11995 0 0
            convolution_channel 40807 18082 40806 0 38013
            convolution_result 109461 15445 109465 0 4519
            convolution_gathered 973 0 972 830 0
            convolution_call 5223906 2314438 5223535 28235661 4867148
            add_term_8 50878 9033 79704 4494 1205
            add_term_16 23709 8396 70516 3342 4552
            add_exact 47954 1245 2232 573 100
            add_more 42440 1235 1684 2009 677
            add_result 80605 4370 15286 2504 481
            add_call 100075 235911 381745 218755 221801
            layer_norm_column 94780 10992 58607 6852 3473
            layer_norm_pass 12132444 1407120 7500606 877107 444587
            layer_norm_call 56375 39860 37860 39545 17943
            rms_norm_column 88272 10208 56373 6490 2915
            rms_norm_pass 11299131 1306695 7215648 830799 373135
            rms_norm_call 46805 40711 46215 40433 16469
            lookup_result 13001 4250 8251 4250 312
            lookup_call 26041 34005 46015 34023 9019
            copy_result 959 562 960 592 412
            copy_row 81243 41738 81250 36276 23017
            copy_call 54326 54914 54326 54667 32077
            mean_input 8999 9000 8999 9000 4000
            mean_result 97112 24422 97151 20414 16172
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
