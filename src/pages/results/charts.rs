//! The amounts as bar charts: by department and by certainty. Each chart is a table that is readable without the bars.
//!
//! A certain amount is a solid bar, an upper end a hatched one. Lengths are relative to the largest row of the chart.

use crate::app::AppState;
use crate::components::percent;
use crate::dom::{for_each_keyed, html, memo, reactive};
use crate::i18n::engine_text::{money, short_money};
use crate::i18n::t;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{Amount, Contribution, Totals, shares};
use huiqi_engine::number::{add, subtract};
use leptos::prelude::*;
use rust_decimal::Decimal;

type Bars = Memo<Vec<Bar>>;

/// A row of a chart.
#[derive(Clone, Debug, Default, PartialEq)]
struct Bar {
    name: &'static str,
    // The certain amount, in 元.
    exact: Decimal,
    // The amount that may be added at most, in 元.
    more: Decimal,
    more_is: End,
}

// The kind of end that an uncertain amount has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    // An upper end.
    #[default]
    Most,
    // A lower end: the text has no upper end.
    Least,
    // The sum of the upper ends; some amounts have none.
    MostOfSome,
}

impl Bar {
    // An exact amount is certain. Of a range, the upper end is drawn.
    fn of(name: &'static str, amount: Amount) -> Self {
        let zero = Decimal::ZERO;
        let (exact, more) =
            if amount.is_exact() { (amount.low, zero) } else { (zero, amount.high.unwrap_or(amount.low)) };
        let more_is = if amount.high.is_none() { End::Least } else { End::Most };
        Self { name, exact, more, more_is }
    }

    fn whole(&self) -> Decimal {
        add(self.exact, self.more).unwrap_or(Decimal::MAX)
    }

    fn says(&self) -> Vec<String> {
        let mut says = Vec::new();
        if !self.exact.is_zero() {
            says.push(money(self.exact));
        }
        let also = if self.exact.is_zero() { "" } else { t("另有") };
        let more = short_money(self.more);
        match self.more_is {
            End::Least if !self.more.is_zero() => says.push(say!("{}不低于 {}", also, more)),
            End::Most | End::MostOfSome if !self.more.is_zero() => says.push(say!("{}最高 {}", also, more)),
            _ => {}
        }
        if self.is_endless() && (self.more_is == End::MostOfSome || self.more.is_zero()) {
            says.push(t("有的没有上限").into());
        }
        says
    }

    fn is_endless(&self) -> bool {
        self.more_is != End::Most
    }
}

/// The charts; each only if it shows more than one thing. The elements stay, and only the changed parts of a bar are
/// updated.
pub fn charts(app: AppState) -> AnyView {
    let both = memo(move || {
        app.evaluation.with(|evaluation| {
            let shares = shares(&evaluation.view(app.book()), &evaluation.assessment.outcomes);
            (by_department(app.book(), shares.as_slice()), by_certainty(&evaluation.assessment.totals))
        })
    });
    let by_department = memo(move || both.with(|(bars, _)| bars.clone()));
    let by_certainty = memo(move || both.with(|(_, bars)| bars.clone()));
    let compares = move |bars: Bars| memo(move || bars.with(|bars| bars.len() > 1));
    let (departments, certainties) = (compares(by_department), compares(by_certainty));
    let any = memo(move || departments.get() || certainties.get());
    let department =
        move || departments.get().then(|| chart(t("按部门"), t("部门"), t("只画计入合计的金额"), by_department));
    let certainty = move || {
        let hint = t("实线是能算出来的，斜线是上限");
        certainties.get().then(|| chart(t("按确定程度"), t("确定程度"), hint, by_certainty))
    };
    reactive(move || any.get().then(|| drawings(reactive(certainty), reactive(department))))
}

fn drawings(by_certainty: AnyView, by_department: AnyView) -> AnyView {
    html::section()
        .class("charts")
        .attr("aria-label", t("金额图表"))
        .child(by_certainty)
        .child(by_department)
        .into_any()
}

// Payments to the applicant only: relief and payments to individuals are not the company's money.
fn by_department(book: &'static RuleBook<'static>, shares: &[Option<Contribution>]) -> Vec<Bar> {
    // The certain sum of each department, and the range of the rest.
    let mut sums: Vec<(&'static str, Decimal, Amount)> = Vec::new();
    for (measure, share) in book.measures.iter().zip(shares) {
        let amount = match share {
            Some(Contribution::Exact(exact)) => Amount { low: *exact, high: Some(*exact) },
            Some(Contribution::Assessed(amount)) => *amount,
            _ => continue,
        };
        let place = sums.iter().position(|(name, ..)| *name == measure.department).unwrap_or_else(|| {
            sums.push((measure.department, Decimal::ZERO, Amount::NOTHING));
            sums.len() - 1
        });
        let (_, exact, open) = &mut sums[place];
        if amount.is_exact() {
            *exact = add(*exact, amount.low).unwrap_or(*exact);
        } else {
            *open = open.plus(amount);
        }
    }
    let mut sorted: Vec<Bar> = Vec::new();
    for (name, exact, open) in sums {
        let bar = Bar { exact, ..Bar::of(name, open) };
        // Sorted by hand: a general sort adds much to the download.
        let place = sorted.partition_point(|other| other.whole() >= bar.whole());
        sorted.insert(place, bar);
    }
    sorted
}

fn by_certainty(totals: &Totals) -> Vec<Bar> {
    let up_to = |high| Amount { low: Decimal::ZERO, high: Some(high) };
    let exact = Amount { low: totals.exact, high: Some(totals.exact) };
    let assessed = Amount { low: totals.assessed_low, high: totals.assessed_high };
    let bars = [
        Bar::of(t("可得"), exact),
        Bar::of(t("由部门定"), if totals.assessed_count > 0 { assessed } else { Amount::NOTHING }),
        Bar::of(t("少付的税费"), totals.relief_in_all()),
        Bar::of(t("给个人的"), up_to(totals.persons_high)),
        Bar {
            more_is: if totals.endless > 0 { End::MostOfSome } else { End::Most },
            ..Bar::of(t("待定，可能有"), up_to(totals.possible))
        },
    ];
    bars.into_iter().filter(|bar| !bar.whole().is_zero() || bar.is_endless()).collect()
}

fn chart(title: &'static str, first: &'static str, hint: &'static str, bars: Bars) -> AnyView {
    let most = memo(move || bars.with(|bars| bars.iter().map(Bar::whole).max().unwrap_or_default()));
    let head = |name: &'static str| html::th().attr("scope", "col").child(name);
    let places = memo(move || bars.with(Vec::len));
    let row = move |place| row(memo(move || bars.with(|bars| bars.get(place).cloned().unwrap_or_default())), most);
    html::table()
        .class("chart")
        .child(html::caption().child(html::b().child(title)).child(" ").child(html::small().child(hint)))
        .child(html::thead().class("vh").child(html::tr().child(head(first)).child(head(t("金额")))))
        .child(html::tbody().child(for_each_keyed(move || (0..places.get()).collect(), row)))
        .into_any()
}

fn row(bar: Memo<Bar>, most: Memo<Decimal>) -> AnyView {
    let lines = memo(move || bar.with(Bar::says));
    let number =
        move || lines.with(|lines| lines.iter().map(|line| html::span().child(line.clone())).collect::<Vec<_>>());
    html::tr()
        .child(html::th().attr("scope", "row").child(move || bar.with(|bar| bar.name)).child(drawn(bar, most)))
        .child(html::td().class("number").child(number))
        .into_any()
}

fn drawn(bar: Memo<Bar>, most: Memo<Decimal>) -> AnyView {
    let shares = memo(move || {
        let exact = percent(bar.with(|bar| bar.exact), most.get()).unwrap_or_default();
        let room = subtract(Decimal::ONE_HUNDRED, exact).unwrap_or_default();
        (exact, percent(bar.with(|bar| bar.more), most.get()).unwrap_or_default().min(room))
    });
    let exact = move || format!("{}%", shares.get().0);
    let more = move || format!("{}%", shares.get().1);
    view! {
        <svg class="bar-of" height="12" aria-hidden="true">
            <rect class="solid" width=exact height="12"></rect>
            <rect class="upto" x=exact width=more height="12" fill="url(#hatch)"></rect>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::rule_book::test_book;
    use huiqi_engine::book::MeasureId;

    fn wan(figure: i64) -> Decimal {
        Decimal::from(figure) * Decimal::from(10_000)
    }

    #[test]
    fn chart_row_text_matches_its_bar() {
        let bar = Bar { name: "某局", exact: wan(450), more: wan(2000), more_is: End::Most };
        assert_eq!(bar.says(), ["4,500,000元", "另有最高 2,000万元"]);
        let share = |part| percent(part, bar.whole()).unwrap_or_default().to_string();
        assert_eq!((share(bar.exact), share(bar.more)), ("18.37".into(), "81.63".into()));
        let endless = Bar { exact: Decimal::ZERO, more: wan(5), more_is: End::Least, ..bar.clone() };
        assert_eq!(endless.says(), ["不低于 5万元"]);
        assert_eq!(Bar { more: wan(0), ..endless.clone() }.says(), ["有的没有上限"]);
        assert_eq!(Bar { more_is: End::MostOfSome, ..endless }.says(), ["最高 5万元", "有的没有上限"]);
    }

    #[test]
    fn department_chart_matches_totals() {
        let shares: Vec<_> = test_book()
            .measures
            .iter()
            .enumerate()
            .map(|(at, _)| match at {
                0 => Some(Contribution::Exact(wan(2))),
                1 => Some(Contribution::Assessed(Amount { low: wan(0), high: Some(wan(3)) })),
                2 => Some(Contribution::Relief(Amount { low: wan(7), high: Some(wan(7)) })),
                _ => None,
            })
            .collect();
        // The first measures of the document belong to the same department.
        let name = test_book().measures[MeasureId::new(0)].department;
        assert_eq!(
            by_department(test_book(), &shares),
            [Bar { name, exact: wan(2), more: wan(3), more_is: End::Most }]
        );
        let endless = Some(Contribution::Assessed(Amount { low: wan(1), high: None }));
        let with_endless = [shares[0], shares[1], endless];
        // An upper limit is not part of the minimum.
        assert_eq!(
            by_department(test_book(), &with_endless),
            [Bar { name, exact: wan(2), more: wan(1), more_is: End::Least }]
        );
    }
}
