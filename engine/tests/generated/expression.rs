//! Writes random conditions and amounts over the facts of the example book of the language.

use huiqi_engine::testing::TestRng;

/// Writes expressions of a given depth.
pub struct RuleGenerator<'r> {
    /// Where the choices come from.
    pub rng: &'r mut TestRng,
}

impl RuleGenerator<'_> {
    fn one_of(&mut self, all: &[&str]) -> String {
        all[self.rng.gen_range(all.len())].to_owned()
    }

    /// A condition.
    pub fn condition(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.one_of(&[
                "large",
                "high_tech",
                "tags has digital",
                "tags has any [green, sample]",
                "titles has all [national, city]",
                "place in [town, village]",
            ]);
        }
        let next = depth - 1;
        match self.rng.gen_range(11) {
            0 => format!("({} and {})", self.condition(next), self.condition(next)),
            1 => format!("({} or {})", self.condition(next), self.condition(next)),
            2 => format!("({} implies {})", self.condition(next), self.condition(next)),
            3 => format!("(not {})", self.condition(next)),
            4 => format!("confirm({})", self.condition(next)),
            5 => format!("{} {} {}", self.ratio(next), self.relation(), self.one_of(&["3%", "15%", "100%"])),
            7 => {
                let list = self.one_of(&["tags [digital, green, sample]", "titles [national, city]"]);
                format!("count of {list} {} {}", self.relation(), self.one_of(&["1", "2"]))
            }
            6 => format!("{} {} {}", self.quantity(next), self.relation(), self.one_of(&["3亩", "50亩"])),
            _ => format!("{} {} {}", self.money(next), self.relation(), self.money(0)),
        }
    }

    fn relation(&mut self) -> String {
        self.one_of(&[">=", ">", "<=", "<", ">=", ">", "==", "!="])
    }

    /// An amount in 元.
    pub fn money(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.one_of(&[
                "rd",
                "rd_last",
                "revenue",
                "premium",
                "20万元",
                "100万元",
                "1亿元",
                "3元",
                "profit",
            ]);
        }
        let next = depth - 1;
        match self.rng.gen_range(13) {
            0 => format!("({} + {})", self.money(next), self.money(next)),
            1 => format!("({} - {})", self.money(next), self.money(next)),
            2 | 3 => format!("{} * {}", self.ratio(next), self.money(next)),
            4 => format!("min({}, {})", self.money(next), self.money(next)),
            5 => format!("max({}, {})", self.money(next), self.money(next)),
            6 => format!("(if {} then {} else {})", self.condition(next), self.money(next), self.money(next)),
            7 => format!("highest of titles {{ national: {}, city: {} }}", self.money(next), self.money(next)),
            8 => {
                let (word, of) = (self.one_of(&["steps", "steps_begun"]), self.money(next));
                format!("{} * {word}({of}, {})", self.money(0), self.one_of(&["3元", "50万元"]))
            }
            9 => {
                let (word, of) = (self.one_of(&["round", "round_down", "round_up"]), self.money(next));
                format!("{word}({of}, {})", self.one_of(&["3元", "50万元"]))
            }
            10 => {
                let word = self.one_of(&["from", "above"]);
                let (of, low, high) = (self.money(next), self.money(next), self.money(next));
                format!("tiers of {of} {{ {word} 3元: {low}, {word} 20万元: {high} }}")
            }
            11 => {
                let (of, low, high) = (self.money(next), self.ratio(0), self.ratio(0));
                format!("portions of {of} {{ above 3元: {low}, above 20万元: {high} }}")
            }
            _ => format!("{} / {} * {}", self.money(next), self.quantity(0), self.quantity(0)),
        }
    }

    // A ratio.
    fn ratio(&mut self, depth: usize) -> String {
        match (depth, self.rng.gen_range(3)) {
            (0, _) | (_, 0) => self.one_of(&["10%", "0.5%", "rd_growth", "rd_share", "100%"]),
            (_, 1) => format!("({} / {})", self.money(depth - 1), self.money(0)),
            _ => format!("({} * {})", self.ratio(depth - 1), self.ratio(depth - 1)),
        }
    }

    // A number of 亩.
    fn quantity(&mut self, depth: usize) -> String {
        match (depth, self.rng.gen_range(3)) {
            (0, _) | (_, 0) => self.one_of(&["area", "3亩", "10亩"]),
            (_, 1) => format!("({} - {})", self.quantity(depth - 1), self.quantity(0)),
            _ => format!("{} * area", self.ratio(depth - 1)),
        }
    }
}
