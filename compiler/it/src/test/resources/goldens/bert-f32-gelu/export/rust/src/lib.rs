// SPDX-License-Identifier: Apache-2.0
//! Text classifier tiny (4 labels, up to 24 tokens), in integers only. Written by thimble export; do not edit.
//!
//! The caller owns all memory: a model works in an `Arena` for as long as it lives, and nothing is allocated.
//!
//! ```
//! use thimble_tiny::{Arena, Model};
//!
//! let mut arena = Arena::new();
//! let mut model = Model::new(&mut arena)?;
//! let answer = model.classify("Play some jazz, please!")?;
//! assert!(!answer.name.is_empty());
//! # Ok::<(), thimble_tiny::Error>(())
//! ```
#![no_std]
#![warn(missing_docs)]

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The arena is too small or not aligned to 8 bytes.
    Arena,
    /// No token, more tokens than the model's longest sequence, or an id beyond the vocabulary.
    Tokens,
    /// There is no image that the model's code can read.
    Image,
    /// A status that this crate has no name for.
    Status(i32),
}

impl Error {
    fn of(status: i32) -> Result<(), Error> {
        match status {
            0 => Ok(()),
            1 => Err(Error::Arena),
            2 => Err(Error::Tokens),
            4 => Err(Error::Image),
            other => Err(Error::Status(other)),
        }
    }
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Error::Arena => f.write_str("the arena is too small or not aligned"),
            Error::Tokens => f.write_str("no token, too many, or one beyond the vocabulary"),
            Error::Image => f.write_str("no image that can be read"),
            Error::Status(status) => write!(f, "status {status}"),
        }
    }
}

/// What a model says of a text; it lives in the model until the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Index of the largest logit; the lowest where several are largest.
    pub label: u16,
    /// The name of that label.
    pub name: &'a str,
    /// Whether the text had more tokens than the model takes.
    pub truncated: bool,
    /// The token ids, special tokens included.
    pub ids: &'a [u16],
    /// Integers; times the model's scale they are the logits.
    pub logits: &'a [i32],
}

/// `thimble_result_t`.
#[repr(C)]
struct Raw {
    label: u16,
    tokens: u16,
    truncated: u8,
    labels: u16,
    ids: *const u16,
    logits: *const i32,
}

/// A string of C as one of Rust.
///
/// # Safety
///
/// It ends with a zero, and lives as long as what the caller takes it for.
unsafe fn text<'a>(start: *const u8) -> &'a str {
    let mut len = 0;
    while *start.add(len) != 0 {
        len += 1;
    }
    core::str::from_utf8(core::slice::from_raw_parts(start, len)).unwrap_or("")
}

impl Raw {
    const NONE: Raw = Raw {
        label: 0,
        tokens: 0,
        truncated: 0,
        labels: 0,
        ids: core::ptr::null(),
        logits: core::ptr::null(),
    };
}

pub use r#tiny::*;

/// The model tiny.
pub mod r#tiny {
    use super::{Answer, Error, Raw};
    use core::ffi::c_void;
    use core::marker::PhantomData;

    /// Bytes of arena that the model needs.
    pub const ARENA_BYTES: usize = 1464;
    /// The longest sequence, special tokens included; longer texts are cut.
    pub const MAX_TOKENS: usize = 24;
    /// Number of labels.
    pub const LABELS: usize = 4;

    /// Memory that a model works in.
    #[repr(C, align(8))]
    pub struct Arena([u8; ARENA_BYTES]);

    impl Arena {
        /// Zeros; what is in it does not matter.
        pub const fn new() -> Self {
            Arena([0; ARENA_BYTES])
        }
    }

    impl Default for Arena {
        fn default() -> Self {
            Arena::new()
        }
    }

    /// `thimble_tiny_t`.
    #[repr(C)]
    struct Context {
        arena: *mut u8,
        logits: [i32; LABELS],
        ids: [u16; MAX_TOKENS],
    }

    impl Context {
        const NONE: Context = Context {
            arena: core::ptr::null_mut(),
            logits: [0; LABELS],
            ids: [0; MAX_TOKENS],
        };
    }

    extern "C" {
        fn thimble_tiny_init(context: *mut Context, arena: *mut c_void, arena_bytes: usize) -> i32;
        fn thimble_tiny_classify(context: *mut Context, utf8: *const u8, len: usize, out: *mut Raw) -> i32;
        fn thimble_tiny_run(context: *mut Context, ids: *const u16, count: usize, out: *mut Raw) -> i32;
        fn thimble_tiny_label(label: u16) -> *const u8;
    }

    /// The model with memory to work in.
    pub struct Model<'a> {
        context: Context,
        memory: PhantomData<&'a mut [u8]>,
    }

    // SAFETY: the context leads to the arena, which the model has borrowed alone, and to constants.
    unsafe impl Send for Model<'_> {}

    impl<'a> Model<'a> {
        /// A model that works in an arena of its own type.
        pub fn new(arena: &'a mut Arena) -> Result<Self, Error> {
            Self::in_bytes(&mut arena.0)
        }

        /// The same in any bytes: at least `ARENA_BYTES`, aligned to 8.
        pub fn in_bytes(arena: &'a mut [u8]) -> Result<Self, Error> {
            let mut context = Context::NONE;
            // SAFETY: the C keeps the arena's address in the context, which does not outlive the borrow.
            let status = unsafe { thimble_tiny_init(&mut context, arena.as_mut_ptr().cast(), arena.len()) };
            Error::of(status).map(|()| Model { context, memory: PhantomData })
        }

        /// Classifies a text; one that is longer than the model is cut.
        pub fn classify(&mut self, text: &str) -> Result<Answer<'_>, Error> {
            self.classify_bytes(text.as_bytes())
        }

        /// The same for any bytes: what is no UTF-8 is read as a sign that stands for it.
        pub fn classify_bytes(&mut self, text: &[u8]) -> Result<Answer<'_>, Error> {
            let mut raw = Raw::NONE;
            // SAFETY: the context was initialised, and the C reads no more than the text's length.
            let status = unsafe { thimble_tiny_classify(&mut self.context, text.as_ptr(), text.len(), &mut raw) };
            Error::of(status).map(|()| self.answer(raw))
        }

        /// Classifies token ids that are given with their special tokens.
        pub fn run(&mut self, ids: &[u16]) -> Result<Answer<'_>, Error> {
            let mut raw = Raw::NONE;
            // SAFETY: the context was initialised, and the C reads no more than these ids.
            let status = unsafe { thimble_tiny_run(&mut self.context, ids.as_ptr(), ids.len(), &mut raw) };
            Error::of(status).map(|()| self.answer(raw))
        }

        fn answer(&self, raw: Raw) -> Answer<'_> {
            // SAFETY: of an answer the C says how many ids and logits there are; they lie in the context, and labels
            // are strings that live as long as the constants do.
            unsafe {
                let name = thimble_tiny_label(raw.label);
                Answer {
                    label: raw.label,
                    name: super::text(name),
                    truncated: raw.truncated != 0,
                    ids: core::slice::from_raw_parts(raw.ids, raw.tokens.into()),
                    logits: core::slice::from_raw_parts(raw.logits, raw.labels.into()),
                }
            }
        }
    }
}
