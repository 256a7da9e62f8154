// SPDX-License-Identifier: Apache-2.0
//! The C behind the wrapper computes the integer reference's bits.
<#list package.models as model>

mod ${model.module} {
    use thimble_${package.name}::${model.module}::{Arena, Model, ARENA_BYTES, LABELS, MAX_TOKENS};
    use thimble_${package.name}::Error;

    /// Token ids, and the logits that the reference computes of them.
    const VECTORS: &[(&[u16], &[i32])] = &[
<#list model.vectors as vector>
        (&[${vector.ids}], &[${vector.logits}]),
</#list>
    ];

    #[test]
    fn logits_are_those_of_the_reference() {
        let mut arena = Arena::new();
        let mut model = Model::new(&mut arena).unwrap();
        for (ids, logits) in VECTORS {
            let answer = model.run(ids).unwrap();
            assert_eq!(answer.logits, *logits);
            assert_eq!(answer.ids, *ids);
            let largest = logits.iter().max().unwrap();
            assert_eq!(usize::from(answer.label), logits.iter().position(|logit| logit == largest).unwrap());
            assert!(logits.len() <= LABELS);
        }
    }

    #[test]
    fn a_model_may_be_moved() {
        let mut arena = Arena::new();
        let model = Model::new(&mut arena).unwrap();
        let mut moved = [model];
        let (ids, logits) = VECTORS[0];
        assert_eq!(moved[0].run(ids).unwrap().logits, logits);
    }

    #[test]
    fn text_has_an_answer_of_this_model() {
        let mut arena = Arena::new();
        let mut model = Model::new(&mut arena).unwrap();
        let answer = model.classify("${package.text}").unwrap();
        assert!(usize::from(answer.label) < answer.logits.len());
        assert!(answer.ids.len() <= MAX_TOKENS);
        let label = answer.label;
        assert_eq!(model.classify_bytes(b"${package.text}").unwrap().label, label);
    }

    #[test]
    fn what_cannot_be_done_is_an_error() {
        let mut small = [0u8; 8];
        assert_eq!(Model::in_bytes(&mut small).err(), Some(Error::Arena));
        let mut arena = Arena::new();
        let mut model = Model::new(&mut arena).unwrap();
        assert_eq!(model.run(&[]), Err(Error::Tokens));
        assert!(ARENA_BYTES > small.len());
    }
}
</#list>
