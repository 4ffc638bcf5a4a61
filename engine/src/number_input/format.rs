//! Formats figures in Chinese financial numerals. Knows no facts.

use crate::number::to_fen;
use rust_decimal::Decimal;

/// Chinese financial numerals as on a cheque, rounded half up to the fen: `壹仟贰佰万元整`, `壹拾万柒仟元伍角叁分`.
pub fn financial_numerals(value: Decimal) -> String {
    let fen = to_fen(value.abs());
    let whole = fen.trunc();
    let cents = ((fen - whole) * Decimal::ONE_HUNDRED).normalize().mantissa();
    let whole = whole.mantissa().unsigned_abs();
    let (jiao, fen_digit) = (cents / 10, cents % 10);
    let mut said = String::new();
    if value.is_sign_negative() && !fen.is_zero() {
        said.push('负');
    }
    if whole > 0 || cents == 0 {
        say_whole(whole, &mut said);
        said.push('元');
    }
    if cents == 0 {
        said.push('整');
        return said;
    }
    match jiao {
        0 if whole > 0 => said.push('零'),
        0 => {}
        jiao => {
            said.push(numeral(jiao.unsigned_abs()));
            said.push('角');
        }
    }
    if fen_digit == 0 {
        said.push('整');
    } else {
        said.push(numeral(fen_digit.unsigned_abs()));
        said.push('分');
    }
    said
}

fn numeral(digit: u128) -> char {
    usize::try_from(digit).ok().and_then(|place| "零壹贰叁肆伍陆柒捌玖".chars().nth(place)).unwrap_or('零')
}

// A unit, its multiple before it, and 零 if the rest skips the next lower place.
fn say_whole(number: u128, into: &mut String) {
    const UNITS: [(u128, char); 5] = [(100_000_000, '亿'), (10_000, '万'), (1000, '仟'), (100, '佰'), (10, '拾')];
    let Some((size, unit)) = UNITS.into_iter().find(|(size, _)| number >= *size) else {
        into.push(numeral(number));
        return;
    };
    let rest = number % size;
    say_whole(number / size, into);
    into.push(unit);
    if rest > 0 {
        if rest < size / 10 {
            into.push('零');
        }
        say_whole(rest, into);
    }
}
