//! The content of the rule book in words, in the order of the document. Knows neither Markdown nor HTML.

use huiqi_compiler::MeasureSource;
use huiqi_engine::book::{Chapter, Link, Measure, Node, RuleBook, TextLocation};
use huiqi_engine::message::chinese;

/// The whole text.
#[derive(Clone, Debug)]
pub struct Handbook {
    /// The document's title.
    pub title: String,
    /// Number, issuer, dates.
    pub about: String,
    /// Notes, common conditions, remarks and derived figures of the whole document.
    pub common: Vec<HandbookLine>,
    /// The text before the first chapter, the chapters, the text after the last, the annex.
    pub parts: Vec<HandbookPart>,
}

/// A chapter, or the text outside all chapters.
#[derive(Clone, Debug)]
pub struct HandbookPart {
    /// Its heading.
    pub title: String,
    /// The text below the heading, or empty.
    pub about: String,
    /// The blocks before its first article.
    pub opening: Vec<HandbookBlock>,
    /// Its articles.
    pub articles: Vec<HandbookArticle>,
}

/// An article.
#[derive(Clone, Debug)]
pub struct HandbookArticle {
    /// Number and title.
    pub title: String,
    /// Its measures and tasks, in the order of its sentences.
    pub blocks: Vec<HandbookBlock>,
}

/// A measure or a task.
#[derive(Clone, Debug)]
pub struct HandbookBlock {
    /// Id and title of a measure; empty for a task.
    pub title: String,
    /// The sentences, verbatim.
    pub quotes: Vec<String>,
    /// The rules derived from them.
    pub lines: Vec<HandbookLine>,
}

/// A labelled list.
#[derive(Clone, Debug)]
pub struct HandbookLine {
    /// The label: 条件, 得到, 理解 …
    pub name: &'static str,
    /// One entry per point.
    pub points: Vec<String>,
}

/// The whole rule book in words.
pub fn of(book: &RuleBook<'_>, sources: &[MeasureSource]) -> Handbook {
    let writer = HandbookWriter { book, sources };
    let document = &book.document;
    let (from, to) = document.in_force;
    let about = format!(
        "{}，{}，{}印发，施行期{}至{}",
        document.number,
        document.issuer,
        chinese().date(document.issued),
        chinese().date(from),
        chinese().date(to)
    );
    let mut parts = vec![writer.outside("文件开头", TextLocation::Preamble)];
    parts.extend(document.chapters.iter().map(|chapter| writer.chapter(chapter)));
    parts.push(writer.outside("文件结尾", TextLocation::Closing));
    parts.push(writer.annex());
    Handbook { title: document.title.to_owned(), about, common: writer.common(), parts }
}

struct HandbookWriter<'w, 'a> {
    book: &'w RuleBook<'a>,
    sources: &'w [MeasureSource],
}

impl<'a> HandbookWriter<'_, 'a> {
    fn common(&self) -> Vec<HandbookLine> {
        let document = &self.book.document;
        let everywhere = document.everywhere.iter().map(|common| format!("{}。{}", common.says, common.reading));
        let remarks =
            document.remarks.iter().map(|(when, says)| format!("{}的：{says}", chinese().condition(self.book, *when)));
        let derived = self.book.derived.iter().map(|derived| {
            let undefined = if derived.undefined.is_empty() { "" } else { "；" };
            format!("{} = {}{undefined}{}", derived.label, chinese().number(self.book, derived.is), derived.undefined)
        });
        let notes = document.notes.iter().map(|note| (*note).to_owned());
        [line("总的理解", notes), line("共同条件", everywhere), line("共同提示", remarks), line("推算的数", derived)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn outside(&self, title: &str, place: TextLocation) -> HandbookPart {
        HandbookPart { title: title.into(), about: String::new(), opening: self.blocks(place), articles: Vec::new() }
    }

    fn chapter(&self, chapter: &Chapter<'_>) -> HandbookPart {
        let (first, last) = chapter.articles;
        HandbookPart {
            title: chapter.title.to_owned(),
            about: format!("第{first}条至第{last}条，{}牵头", chapter.department),
            opening: self.blocks(TextLocation::Chapter(chapter.no)),
            articles: (first..=last).map(|no| self.article(no)).collect(),
        }
    }

    fn article(&self, no: u16) -> HandbookArticle {
        let place = TextLocation::Article(no);
        let title =
            self.book.articles.iter().find(|article| article.place == place).map_or("", |article| article.title);
        HandbookArticle { title: format!("第{no}条　{title}"), blocks: self.blocks(place) }
    }

    // The measures and tasks of a location, in the order of their first sentences in the text.
    fn blocks(&self, place: TextLocation) -> Vec<HandbookBlock> {
        let text = self.book.articles.iter().find(|article| article.place == place).map_or("", |article| article.text);
        let position = |quote: &str| text.find(quote).unwrap_or(text.len());
        let mut found: Vec<(usize, HandbookBlock)> = Vec::new();
        for task in self.book.tasks.iter().filter(|task| task.place == place) {
            let quotes = task.quote.split("\n\n").map(str::to_owned).collect();
            let lines = line("不作为措施", [task.why.to_owned()]).into_iter().collect();
            found.push((position(task.quote), HandbookBlock { title: String::new(), quotes, lines }));
        }
        for (measure, source) in self.book.measures.iter().zip(self.sources) {
            if TextLocation::Article(measure.article) == place {
                let first = measure.quote.first().map_or(0, |quote| position(quote));
                found.push((first, self.measure(measure, source)));
            }
        }
        found.sort_by_key(|(position, _)| *position);
        found.into_iter().map(|(_, block)| block).collect()
    }

    fn measure(&self, measure: &Measure<'a>, source: &MeasureSource) -> HandbookBlock {
        let conditions = measure.when.iter().map(|condition| chinese().condition(self.book, *condition));
        let owned = |points: &[&str]| points.iter().map(|point| (*point).to_owned()).collect::<Vec<_>>();
        let kind = format!("{}，{}，{}", measure.kind.name(), chinese().mode(measure.mode), measure.department);
        let lines = [
            line("性质", [kind]),
            line("适用于", [self.applicants(measure)]),
            line("施行期", self.period(measure)),
            line("所在地", measure.anywhere.then(|| "不看共同条件，按这一条自己的文字".to_owned())),
            line("条件", conditions),
            line("得到", self.gains(measure)),
            line("合计时", self.totals(measure)),
            line("另需材料", owned(&measure.evidence)),
            line("理解", owned(&measure.reading)),
            line("不起作用的数字", source.aside.iter().map(|(figure, why)| format!("{figure}：{why}"))),
        ];
        HandbookBlock {
            title: format!("{}　{}", measure.id, measure.title),
            quotes: owned(&measure.quote),
            lines: lines.into_iter().flatten().collect(),
        }
    }

    fn applicants(&self, measure: &Measure<'_>) -> String {
        let Node::Is(fact, options) = &self.book.nodes[measure.applicants] else {
            return chinese().condition(self.book, measure.applicants);
        };
        let all = self.book.facts[*fact].options.as_slice();
        let names: Vec<&str> = options.iter().filter_map(|place| all.get(place)).map(|kind| kind.label).collect();
        if names.len() == all.len() { "各类主体".into() } else { names.join("、") }
    }

    fn period(&self, measure: &Measure<'_>) -> Option<String> {
        let (from, to) = measure.period;
        let is_own = measure.period != self.book.document.in_force;
        let open =
            measure.sure_to.map_or(String::new(), |last| format!("；{}以后文件没有写明，须确认", chinese().date(last)));
        is_own.then(|| format!("{}至{}{open}", chinese().date(from), chinese().date(to)))
    }

    fn gains(&self, measure: &Measure<'_>) -> Vec<String> {
        let mut points = vec![chinese().amount_rule(self.book, measure)];
        if !measure.support.is_empty() && !points.iter().any(|point| point == measure.support) {
            points.push(measure.support.to_owned());
        }
        if let Some(frequency) = measure.frequency {
            points.push(format!("{}（原文写明）", frequency.name()));
        }
        if measure.to_person {
            points.push("资金归个人".into());
        }
        points
    }

    fn totals(&self, measure: &Measure<'_>) -> Vec<String> {
        let point = |link: &Link<'_>, says: &str| {
            let other = self.book.measures[link.measure].id;
            let shared = measure.group.filter(|group| self.book.measures[link.measure].group == Some(*group));
            let group = shared.map(|group| &self.book.groups[group]).map_or("", |group| group.label);
            let thing = if link.thing.is_empty() { group } else { link.thing };
            let thing = if thing.is_empty() { "同一件事".to_owned() } else { format!("同一{thing}") };
            let when = link.when.map(|when| format!("，是同一件事的条件：{}", chinese().condition(self.book, when)));
            format!("与{other}：{thing}{says}{}", when.unwrap_or_default())
        };
        let either = measure.either.iter().map(|link| point(link, "能否都给没有写，合计的最低数只算一项，最高数都算"));
        let same = measure.same_as.iter().map(|link| point(link, "，只算一次"));
        either.chain(same).collect()
    }

    fn annex(&self) -> HandbookPart {
        let item = |item: &huiqi_engine::book::AnnexItem<'_>| {
            let serves = item.serves.iter().map(|id| &self.book.measures[*id]);
            let serves: Vec<String> = serves.map(|measure| format!("{}　{}", measure.id, measure.title)).collect();
            let lines = [line("责任单位", [item.responsible.join("、")]), line("对应措施", serves)];
            HandbookBlock {
                title: format!("附件第{}项　{}", item.no, item.title),
                quotes: vec![item.goal.to_owned()],
                lines: lines.into_iter().flatten().collect(),
            }
        };
        let opening = self.book.annex.iter().map(item).collect();
        HandbookPart { title: "附件".into(), about: String::new(), opening, articles: Vec::new() }
    }
}

fn line(name: &'static str, points: impl IntoIterator<Item = String>) -> Option<HandbookLine> {
    let points: Vec<String> = points.into_iter().filter(|point| !point.is_empty()).collect();
    (!points.is_empty()).then_some(HandbookLine { name, points })
}
