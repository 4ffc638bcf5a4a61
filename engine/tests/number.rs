//! The arithmetic of amounts agrees with integers to the last digit and never panics.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::number::{add, divide, group_digits, multiply, payment, subtract};
use proptest::prelude::*;
use rust_decimal::Decimal;

// A figure in ten thousandths: 4 decimals, the most that any rule or answer needs.
const PLACES: u32 = 4;
const ONE: i128 = 10_000;
// A hundred times the largest permitted amount: 1 万亿元.
const MOST: i64 = 1_000_000_000_000_000_000;

fn figure(ten_thousandths: i128) -> Decimal {
    Decimal::from_i128_with_scale(ten_thousandths, PLACES)
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (any::<i128>(), 0..=28u32)
        .prop_map(|(digits, scale)| Decimal::try_from_i128_with_scale(digits >> 32, scale).unwrap_or(Decimal::MAX))
}

// The payment for `amount` parts, of which `parts` make a fen; half a fen is rounded up.
fn fen(amount: i128, parts: i128) -> i128 {
    if amount <= 0 { 0 } else { (2 * amount + parts) / (2 * parts) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn interval_sums_and_products_match_integers(a in -MOST..=MOST, b in -MOST..=MOST, share in 0..=10_000_000i64) {
        let (x, y) = (i128::from(a), i128::from(b));
        prop_assert_eq!(add(figure(x), figure(y)), Some(figure(x + y)));
        prop_assert_eq!(subtract(figure(x), figure(y)), Some(figure(x - y)));
        let product = multiply(figure(x), figure(i128::from(share)));
        prop_assert_eq!(product, Some(Decimal::from_i128_with_scale(x * i128::from(share), 2 * PLACES)));
    }

    #[test]
    fn payment_rounds_half_up_to_the_fen(amount in -MOST..=MOST, share in 0..=10_000i64) {
        let (amount, share) = (i128::from(amount), i128::from(share));
        let paid = payment(multiply(figure(amount), figure(share)).expect("it fits"));
        prop_assert_eq!(paid, Decimal::from_i128_with_scale(fen(amount * share, ONE * ONE / 100), 2));
        prop_assert_eq!(payment(figure(amount)), Decimal::from_i128_with_scale(fen(amount, ONE / 100), 2));
    }

    // A growth is compared with the threshold in the text; an infinite quotient must not change the result.
    #[test]
    fn share_threshold_comparison_matches_integers(a in 0..=MOST, b in 1..=MOST, threshold in 0..=100_000i64) {
        let quotient = divide(figure(a.into()), figure(b.into())).expect("it fits");
        let exact = (i128::from(a) * ONE).cmp(&(i128::from(b) * i128::from(threshold)));
        prop_assert_eq!(quotient.cmp(&figure(threshold.into())), exact);
        // Exactly the threshold counts as reached.
        let just = divide(multiply(figure(b.into()), figure(threshold.into())).expect("it fits"), figure(b.into()));
        prop_assert_eq!(just, Some(figure(threshold.into())));
    }

    #[test]
    fn arithmetic_never_panics(a in any_decimal(), b in any_decimal()) {
        let _ = (add(a, b), subtract(a, b), multiply(a, b), divide(a, b), divide(a, Decimal::ZERO));
        prop_assert!(payment(a) >= Decimal::ZERO && payment(a).scale() <= 2);
    }
}

#[test]
fn digits_are_grouped_by_thousands() {
    for (figure, grouped) in [
        ("0", "0"),
        ("-0.00", "0"),
        ("7", "7"),
        ("999", "999"),
        ("1000", "1,000"),
        ("-999", "-999"),
        ("-1000", "-1,000"),
        ("123456", "123,456"),
        ("1234567.50", "1,234,567.5"),
        ("12000000.00", "12,000,000"),
        ("0.0001", "0.0001"),
        ("-0.12345", "-0.12345"),
        ("1000.12345", "1,000.12345"),
        ("79228162514264337593543950335", "79,228,162,514,264,337,593,543,950,335"),
    ] {
        let figure = Decimal::from_str_exact(figure).expect("a figure");
        assert_eq!(group_digits(figure), grouped);
    }
}
