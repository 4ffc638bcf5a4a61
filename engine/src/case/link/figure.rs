//! Encodes exact decimals in few bits: 12,000,000 is the digits 12 and six zeros. Knows no unit and no range.

use super::bits::Bits;
use rust_decimal::Decimal;

// Prefix codes of two to four bits for the number of digits: two, three, one, none (a zero), four, more.
const LENGTHS: [(u64, u32); 6] = [(0b00, 2), (0b01, 2), (0b10, 2), (0b110, 3), (0b1110, 4), (0b1111, 4)];
const DIGITS: [u32; 5] = [2, 3, 1, 0, 4];
const MORE: usize = 5;
// For this many digits or more, the excess is encoded separately.
const FEW: u32 = 5;
const MOST_DIGITS: u32 = 29;

// Common powers of ten of figures, the most common first: 万, 百万, 十万, 元, 千万, …
const POWERS: [i32; 14] = [4, 6, 5, 0, 7, -1, 2, -2, 3, -3, 1, 8, -4, 9];
// Escape code for any other power and for negative figures; sign and power follow.
const OTHER: u64 = 14;
const MOST_POWER: i32 = 28;

/// Encodes a figure; trailing zeros of its decimals are dropped.
pub fn put_figure(bits: &mut Bits, value: Decimal) {
    let mut digits = value.mantissa().unsigned_abs();
    let mut power = -i32::try_from(value.scale()).unwrap_or(0);
    while digits != 0 && digits.is_multiple_of(10) {
        digits /= 10;
        power += 1;
    }
    let length = if digits == 0 { 0 } else { digits.ilog10() + 1 };
    let place = DIGITS.iter().position(|usual| *usual == length).unwrap_or(MORE);
    let (prefix, width) = LENGTHS.get(place).copied().unwrap_or_default();
    bits.put(prefix, width);
    if digits == 0 {
        return;
    }
    if place == MORE {
        bits.write_exp_golomb(u64::from(length.saturating_sub(FEW)), 2);
    }
    put_digits(bits, digits, length);
    let usual = POWERS.iter().position(|usual| *usual == power).filter(|_| value.is_sign_positive());
    bits.write_exp_golomb(usual.and_then(|place| u64::try_from(place).ok()).unwrap_or(OTHER), 1);
    if usual.is_none() {
        bits.put(u64::from(value.is_sign_negative()), 1);
        bits.put(u64::try_from(power + MOST_POWER).unwrap_or(0), 6);
    }
}

/// Decodes a figure; `None` if no encoder writes it.
pub fn take_figure(bits: &mut Bits) -> Option<Decimal> {
    let length = take_length(bits)?;
    if length == 0 {
        return Some(Decimal::ZERO);
    }
    let mut digits = i128::try_from(take_digits(bits, length)?).ok()?;
    let place = bits.take_count(1)?;
    let (negative, power) = match POWERS.get(usize::try_from(place).ok()?) {
        Some(power) => (false, *power),
        None if place == OTHER => (bits.take(1)? == 1, i32::try_from(bits.take(6)?).ok()? - MOST_POWER),
        None => return None,
    };
    for _ in 0..power {
        digits = digits.checked_mul(10)?;
    }
    let scale = u32::try_from(-power.min(0)).ok()?;
    Decimal::try_from_i128_with_scale(if negative { -digits } else { digits }, scale).ok()
}

fn take_length(bits: &mut Bits) -> Option<u32> {
    let mut prefix = 0;
    for width in 1..=4 {
        prefix = prefix << 1 | bits.take(1)?;
        let Some(place) = LENGTHS.iter().position(|known| *known == (prefix, width)) else { continue };
        return match DIGITS.get(place) {
            Some(length) => Some(*length),
            None => u32::try_from(bits.take_count(2)?).ok()?.checked_add(FEW).filter(|length| *length <= MOST_DIGITS),
        };
    }
    None
}

// Encodes digits without trailing zeros as their index among those of the same length: 1 to 9, then 11 to 19, 21 to 29,
// …
fn put_digits(bits: &mut Bits, digits: u128, length: u32) {
    let place = digits - digits / 10 - 1 - first(length);
    let width = width(length);
    bits.put(u64::try_from(place >> 64).unwrap_or(0), width.saturating_sub(64));
    bits.put(u64::try_from(place & u128::from(u64::MAX)).unwrap_or(0), width.min(64));
}

fn take_digits(bits: &mut Bits, length: u32) -> Option<u128> {
    let width = width(length);
    let high = u128::from(bits.take(width.saturating_sub(64))?);
    let place = high << 64 | u128::from(bits.take(width.min(64))?);
    if place >= count(length) {
        return None;
    }
    let place = place + first(length);
    Some(place / 9 * 10 + place % 9 + 1)
}

// Number of shorter ones.
fn first(length: u32) -> u128 {
    if length > 1 { 9 * 10u128.pow(length - 2) } else { 0 }
}

fn count(length: u32) -> u128 {
    9 * 10u128.pow(length - 1) - first(length)
}

fn width(length: u32) -> u32 {
    let count = if length > 1 { 81 * 10u128.pow(length - 2) } else { 9 };
    (count - 1).ilog2() + 1
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn bits_of(text: &str) -> usize {
        let value = Decimal::from_str_exact(text).unwrap();
        let mut bits = Bits::default();
        put_figure(&mut bits, value);
        assert_eq!(take_figure(&mut bits), Some(value), "{text}");
        assert_eq!(bits.at, bits.list.len(), "{text}");
        bits.at
    }

    #[test]
    fn figures_round_trip_in_few_bits() {
        for (text, most) in [("0", 3), ("0.00", 3), ("12000000", 11), ("120000.00", 11), ("8000000", 8), ("355", 16)] {
            assert!(bits_of(text) <= most, "{text}: {}", bits_of(text));
        }
        for text in ["39999999.99", "-1", "-0.05", "0.355", "1e0", "79228162514264337593543950335"] {
            if !text.contains('e') {
                bits_of(text);
            }
        }
        bits_of("0.0000000000000000000000000001");
        bits_of("-7.9228162514264337593543950335");
        bits_of("70000000000000000000000000000");
    }

    #[test]
    fn short_figures_round_trip() {
        for digits in 1..12_000 {
            for scale in [0, 1, 9] {
                bits_of(&Decimal::new(digits, scale).to_string());
            }
        }
    }

    #[test]
    fn invalid_figures_are_rejected() {
        for pattern in [u64::MAX, 0b1111 << 60, 0b11110 << 59 | u64::MAX >> 5] {
            let mut bits = Bits::default();
            (0..4).for_each(|_| bits.put(pattern, 64));
            let _ = take_figure(&mut bits);
        }
        let mut over = Bits::default();
        over.put(0b00, 2);
        over.put(127, 7);
        over.write_exp_golomb(0, 1);
        assert_eq!(take_figure(&mut over), None, "there are 81 figures of two digits");
    }
}
