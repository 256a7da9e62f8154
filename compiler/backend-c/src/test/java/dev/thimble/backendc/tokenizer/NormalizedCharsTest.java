package dev.thimble.backendc.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.tokenizer.normalize.BertNormalizer;
import dev.thimble.tokenizer.normalize.NoNormalizer;
import org.junit.jupiter.api.Test;

class NormalizedCharsTest {
    @Test
    void whatANormalizerMakesIsFoundOutOnce() {
        NormalizedChars cased = NormalizedChars.under(new BertNormalizer(true, true, false, false));
        assertThat(NormalizedChars.under(new BertNormalizer(true, true, false, false)))
                .isSameAs(cased);
        NormalizedChars uncased = NormalizedChars.under(new BertNormalizer(true, true, true, true));
        assertThat(uncased.of('É')).containsExactly('e');
        assertThat(cased.of('É')).containsExactly('É');
        assertThat(NormalizedChars.under(new NoNormalizer()).isChanged('\t')).isFalse();
        assertThat(cased.of('\t')).containsExactly(' ');
    }
}
