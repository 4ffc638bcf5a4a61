//! The binary form of a rule book: every record comes back, and damaged bytes are an error.

use super::*;

#[test]
fn out_of_range_numbers_fail_decoding() {
    let read = |bytes: &[u8]| {
        let mut reader = BinaryReader { rest: bytes, failed: false };
        let number = u16::read(&mut reader);
        (number, reader.failed)
    };
    assert_eq!(read(&[0xff, 0xff, 0x03]), (u16::MAX, false));
    assert_eq!(read(&[0x80, 0x80, 0x04]), (0, true));
    assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), (0, true));
    assert_eq!(read(&[0x80]), (0, true));
}

#[test]
fn decimals_round_trip_exactly() {
    for figure in [Decimal::MAX, Decimal::MIN, Decimal::new(-125, 2), Decimal::ZERO] {
        let bytes = postcard::to_allocvec(&Number(figure));
        let mut reader = BinaryReader { rest: bytes.as_deref().unwrap_or_default(), failed: false };
        assert_eq!(Number::read(&mut reader), Number(figure));
        assert!(!reader.failed && reader.rest.is_empty());
    }
}

#[test]
fn optional_values_round_trip() {
    for options in [OptionSet::NONE, OptionSet(u128::MAX), OptionSet::all(77)] {
        let bytes = postcard::to_allocvec(&options);
        let mut reader = BinaryReader { rest: bytes.as_deref().unwrap_or_default(), failed: false };
        assert_eq!((OptionSet::read(&mut reader), reader.failed), (options, false));
    }
}
