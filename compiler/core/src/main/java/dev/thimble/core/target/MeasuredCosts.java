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
            plain_pass 0 9811 12832 9523 5986 213
            plain_two 0 0 7882 5218 0 0
            plain_single 9738 4406 6323 3463 3431 0
            plain_output 112022 73812 87844 39475 44300 5339
            plain_input 0 3782 2199 1299 0 0
            plain_call 23046 0 1422723 157568 4016 362763
            paired_pass 0 0 0 0 1881 0
            paired_single 0 0 0 0 1310 0
            paired_output 0 0 0 0 20655 0
            paired_input 0 0 0 0 2716 0
            paired_call 0 0 0 0 310412 0
            narrow_pass 0 12382 16730 11926 1892 214
            narrow_two 0 0 11243 7502 0 0
            narrow_single 7657 6170 7377 5609 1289 0
            narrow_output 56625 151331 145707 73940 23444 10569
            narrow_input 34562 0 1996 4035 7197 136
            narrow_call 0 833095 859900 94758 1899 83693
            attention_pass 0 21000 32070 22170 9053 405
            attention_weight 0 148919 280228 112149 86138 7505
            attention_single 22000 0 21157 11257 4343 0
            attention_single_weight 73801 0 149002 65464 36380 0
            attention_turned 0 0 0 0 1250 355
            attention_column 50316 107032 93342 33533 55869 6828
            attention_head 267135 758012 1143500 479237 755747 139069
            attention_call 152535 158482 3560349 3384356 0 2122062
            convolution_pass 32528 12543 33437 11517 7826 0
            convolution_single 11994 10001 12974 6965 0 0
            convolution_channel 43645 18082 85652 11135 0 38013
            convolution_result 58765 15445 60012 30186 0 4519
            convolution_gathered 973 0 31 0 830 0
            convolution_call 5586381 2314438 3847 48981 28235661 4867148
            add_term_8 20803 8976 29941 8268 4462 1191
            add_term_16 23260 8195 23486 7595 3288 4527
            add_exact 21642 1132 3300 2606 552 90
            add_more 33318 1348 14155 0 2029 681
            add_result 34046 4533 13487 8592 2564 507
            add_call 122011 240877 358566 162710 217940 221624
            layer_norm_column 74794 10993 38589 12523 6853 3473
            layer_norm_pass 9573512 1407048 4939777 1602959 877107 444559
            layer_norm_call 57743 39893 38791 27721 39399 17943
            rms_norm_column 68288 10208 36366 11896 6490 2915
            rms_norm_pass 8741040 1306695 4654931 1522633 830799 373135
            rms_norm_call 46806 40711 46217 28957 40433 16469
            lookup_result 13001 4250 8251 4750 4250 312
            lookup_call 26092 34005 46357 16165 34025 9020
            copy_result 991 597 978 5657 606 429
            copy_row 82372 42662 86534 20386 36755 23237
            copy_call 51034 51669 43438 61332 53267 31008
            mean_input 8999 9000 8999 5000 9000 4000
            mean_result 47139 24422 47178 24203 20414 16172
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
