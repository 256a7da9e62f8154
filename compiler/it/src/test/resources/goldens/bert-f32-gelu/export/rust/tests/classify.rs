// SPDX-License-Identifier: Apache-2.0
//! The C behind the wrapper computes the integer reference's bits.

mod r#tiny {
    use thimble_tiny::r#tiny::{Arena, Model, ARENA_BYTES, LABELS, MAX_TOKENS};
    use thimble_tiny::Error;

    /// Token ids, and the logits that the reference computes of them.
    const VECTORS: &[(&[u16], &[i32])] = &[
        (&[50], &[3389, 7495, 1672, -9787]),
        (&[78, 3], &[4127, -340, 4568, -4692]),
        (&[87, 62, 15], &[7837, -283, 1820, -2396]),
        (&[20, 73, 3, 5], &[6263, -469, 4025, -9145]),
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
        let answer = model.classify("Play some jazz, please!").unwrap();
        assert!(usize::from(answer.label) < answer.logits.len());
        assert!(answer.ids.len() <= MAX_TOKENS);
        let label = answer.label;
        assert_eq!(model.classify_bytes(b"Play some jazz, please!").unwrap().label, label);
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
