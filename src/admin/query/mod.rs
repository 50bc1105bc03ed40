//! What is typed into the search of a list, read as more than a text: `status:active -role:owner created:2026-01.. smith`.
//!
//! It becomes the pairs of an address, as links and forms make them, so nothing can be asked here that cannot be clicked, and
//! nothing here makes SQL or reads a row. A word with a colon that no list has a name for is a text like any other; so is what
//! stands in quotation marks. What is named and makes no sense, in this list or at all, is left out by `listing`, in words.

mod examples;
mod value;

use std::collections::BTreeMap;

use time::Date;

pub(super) use self::examples::examples;
use self::value::{Since, choice, one_of, since};
use super::{
    chooser,
    model::{Choices, Filter, Model},
    models,
    period::{FROM, TO},
    range::Range,
};
use crate::language::tr;

/// The parameters of an address that are no filters.
const SEARCH: &str = "q";
const TENANT: &str = "tenant";
const SORT: &str = "sort";

type Pairs = Vec<(String, String)>;

/// A word that narrows the list.
struct Named<'a> {
    /// What it narrows, in small letters.
    name: String,
    /// Whether all but that is meant.
    not: bool,
    value: &'a str,
}

/// What was typed, and what the address asks for with all of it in the place where links have it; none where only a text was typed.
pub(super) fn translated(model: &Model, pairs: &[(String, String)], today: Date) -> Option<(String, Pairs)> {
    let (_, typed) = pairs.iter().rfind(|(name, _)| name == SEARCH)?;
    let (named, texts): (Vec<_>, Vec<_>) =
        split(typed).into_iter().map(|word| Named::of(model, word).ok_or(word)).partition(Result::is_ok);
    if named.is_empty() {
        return None;
    }
    let texts: Vec<_> = texts.into_iter().filter_map(Result::err).collect();
    let pairs_of = vec![(SEARCH.to_owned(), texts.join(" "))];
    let mut asked = Asked { model, today, pairs: pairs_of, chosen: BTreeMap::new() };
    named.iter().flatten().for_each(|named| asked.narrow(named));
    let asked = asked.pairs();
    // What was chosen before is replaced by what is typed of it; where the page began is of no use any more.
    let replaced = |name: &str| {
        let named = |other: &str| asked.iter().any(|(asked, _)| asked == other);
        let moments = model.moments().map(|(_, filter)| filter.name);
        named(name)
            || ["after", "at"].contains(&name)
            || (moments.is_some_and(named) && [FROM, TO].contains(&name))
            || (moments == Some(name) && (named(FROM) || named(TO)))
    };
    let kept = pairs.iter().filter(|(name, _)| !replaced(name)).cloned();
    Some((typed.clone(), kept.chain(asked.iter().cloned()).collect()))
}

/// At its spaces, but for those in quotation marks. Marks that are not closed are characters like others.
fn split(typed: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let mut quoted = None;
        let end = rest.char_indices().find(|(place, char)| {
            match (quoted, char) {
                (None, '"') => quoted = rest[place + 1..].find('"').map(|close| place + 1 + close),
                (Some(close), _) if *place == close => quoted = None,
                _ => {}
            }
            quoted.is_none() && char.is_whitespace()
        });
        let (word, after) = rest.split_at(end.map_or(rest.len(), |(place, _)| place));
        words.push(word);
        rest = after.trim_start();
    }
    words
}

/// What is searched for: a text that would be read as more than that stands in quotation marks, and is meant without them.
pub(super) fn as_text(typed: &str) -> &str {
    unquoted(typed).filter(|inside| inside.contains(':') && !inside.contains('"')).unwrap_or(typed)
}

/// A text as it is typed to be searched for, and read as nothing more.
pub(super) fn typed_as(text: &str) -> String {
    if text.contains(':') && !text.contains('"') { format!("\"{text}\"") } else { text.to_owned() }
}

fn unquoted(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

impl<'a> Named<'a> {
    fn of(model: &Model, word: &'a str) -> Option<Self> {
        let (not, word) = word.strip_prefix('-').map_or((false, word), |word| (true, word));
        let (name, value) = word.split_once(':')?;
        let (name, value) = (name.to_lowercase(), unquoted(value).unwrap_or(value));
        let known = is_name(model, &name) || models().iter().any(|other| is_name(other, &name));
        (!value.is_empty() && known).then_some(Self { name, not, value })
    }
}

/// What a filter can be called: as addresses call it, or as people do.
fn filter_called<'a>(model: &'a Model, name: &str) -> Option<&'a Filter> {
    let called =
        |filter: &&Filter| filter.name == name || filter.label.to_lowercase().replace(' ', "-") == name;
    model.filters.iter().find(called)
}

fn is_name(model: &Model, name: &str) -> bool {
    (name == TENANT && model.of_tenant) || name == SORT || filter_called(model, name).is_some()
}

/// What was asked for so far.
struct Asked<'a> {
    model: &'a Model,
    today: Date,
    pairs: Pairs,
    /// Of a filter that has a few values: which are asked for, all of them where only some are not.
    chosen: BTreeMap<&'a str, Vec<String>>,
}

impl<'a> Asked<'a> {
    fn narrow(&mut self, Named { name, not, value }: &Named<'_>) {
        let Some(filter) = filter_called(self.model, name) else {
            // A tenant, an order, or what another list has.
            if is_name(self.model, name) {
                self.take(*not, name, value);
            } else {
                self.leave(*not, name, value);
            }
            return;
        };
        match filter.choices {
            Choices::Of(choices) => self.choose(filter.name, choices, *not, value),
            Choices::Since(lengths) => match since(lengths, value, self.today).filter(|_| !not) {
                Some(Since::Length(length)) => {
                    for side in [FROM, TO] {
                        self.displace(side);
                    }
                    self.take(false, filter.name, &length);
                }
                Some(Since::Days(days)) => {
                    self.displace(filter.name);
                    let sides = [(FROM, days.first()), (TO, days.last())];
                    for (side, day) in sides.into_iter().filter(|(_, day)| !day.is_empty()) {
                        self.take(false, side, &day);
                    }
                }
                None => self.leave(*not, filter.name, value),
            },
            Choices::Number(ranges) => {
                let range = choice(ranges, value).map(str::to_owned);
                match range.or_else(|| Some(Range::asked(value)?.to_string())) {
                    Some(range) => self.take(*not, filter.name, if *not { value } else { &range }),
                    None => self.leave(*not, filter.name, value),
                }
            }
            Choices::Whether(values) | Choices::LookedUp(values) => match one_of(values, *not, value) {
                Some(value) => self.take(false, filter.name, &value),
                None => self.leave(*not, filter.name, value),
            },
            Choices::Named => self.take(*not, filter.name, &value.to_lowercase().replace([' ', '-'], "_")),
            Choices::AnyThing(kinds) => match choice(kinds, value) {
                Some(kind) => self.take(*not, filter.name, kind),
                None => self.take(*not, chooser::CALLED, value),
            },
            Choices::Thing(_) => self.take(*not, filter.name, value),
        }
    }

    /// One more, in place of what was asked for of the same.
    fn take(&mut self, not: bool, name: &str, value: &str) {
        if not {
            self.leave(not, name, value);
        } else if !self.pairs.iter().any(|(other, asked)| other == name && asked == value) {
            self.displace(name);
            self.leave(not, name, value);
        }
    }

    /// What was asked for of that is left out, since there is one of it alone: under no name that a list has, so that it is told.
    fn displace(&mut self, name: &str) {
        let asked = self.pairs.iter_mut().filter(|(other, _)| other == name);
        asked.for_each(|(other, _)| other.push(':'));
    }

    /// As it was typed, for the list to tell what makes no sense of it. Where all but that is meant, the name says so, and is no list's.
    fn leave(&mut self, not: bool, name: &str, value: &str) {
        self.pairs.push((if not { format!("-{name}") } else { name.to_owned() }, value.to_owned()));
    }

    /// Some of a few values, with a comma between, or all but those.
    fn choose(&mut self, name: &'a str, choices: &[(&str, &str)], not: bool, value: &str) {
        let named = value.split(',').map(|text| choice(choices, text).unwrap_or(text).to_owned());
        let named: Vec<_> = named.collect();
        let unknown = named.iter().any(|named| choices.iter().all(|(value, _)| value != named));
        match self.chosen.get_mut(name) {
            _ if unknown => self.leave(not, name, value),
            Some(chosen) if not => chosen.retain(|value| !named.contains(value)),
            Some(chosen) => chosen.extend(named),
            None if not => {
                let others = choices.iter().map(|(value, _)| (*value).to_owned());
                self.chosen.insert(name, others.filter(|value| !named.contains(value)).collect());
            }
            None => drop(self.chosen.insert(name, named)),
        }
    }

    fn pairs(mut self) -> Vec<(String, String)> {
        for (name, values) in std::mem::take(&mut self.chosen) {
            // Where nothing is left of them, that is told.
            let value = if values.is_empty() { tr("every one").to_owned() } else { values.join(",") };
            self.leave(values.is_empty(), name, &value);
        }
        self.pairs
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::admin::{listing::Listing, model_named};

    /// The address of what was typed into the search of a list, beside what was chosen.
    fn asked(list: &str, before: &str, typed: &str) -> String {
        let model = model_named(list).unwrap();
        let mut pairs: Pairs = form_urlencoded::parse(before.as_bytes()).into_owned().collect();
        pairs.push((SEARCH.to_owned(), typed.to_owned()));
        let Some((_, pairs)) = translated(model, &pairs, date!(2026 - 03 - 10)) else {
            return "a text".to_owned();
        };
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    #[test]
    fn what_is_typed_becomes_what_links_have() {
        for (list, typed, address) in [
            ("tenants", "status:active", "status=active"),
            ("tenants", "STATUS:Active acme inc", "q=acme inc&status=active"),
            ("tenants", "acme  status:active,suspended  inc", "q=acme inc&status=active,suspended"),
            ("tenants", "status:active status:deleted", "status=active,deleted"),
            ("tenants", "-status:archived", "status=active,suspended,deleted"),
            ("tenants", "-status:archived -status:deleted *x", "q=*x&status=active,suspended"),
            ("tenants", "members:>9 projects:0", "members=10..&projects=0"),
            ("tenants", "members:\"10 or more\"", "members=10.."),
            ("tenants", "members:<5 members:0..4", "members=..4"),
            ("tenants", "removal:ever", "removal=ever"),
            ("tenants", "-removal:ever", "removal=never"),
            ("users", "seen:7d second-factor:off tenants:2..3", "seen=7 days&second_factor=off&tenants=2..3"),
            ("tenants", "status:\"active\" sort:name", "sort=name&status=active"),
            (
                "memberships",
                "role:owner tenant:\"Acme Inc\" person:ada",
                "tenant=Acme Inc&person=ada&role=owner",
            ),
            ("memberships", "since:7d", "created=7 days"),
            (
                "tasks",
                "state:open tenant:acme project:\"Web site\" fix",
                "q=fix&tenant=acme&project=Web site&state=open",
            ),
            ("trail", "act:Signed-in called", "q=called&act=signed_in"),
            ("trail", "object:people act:signed_in", "object=user&act=signed_in"),
            ("trail", "whom-or-what:ada", "called=ada"),
            ("users", "created:24h", "created=1 day"),
            ("users", "created:2w", "created_from=2026-02-24"),
            ("users", "created:2026", "created_from=2026-01-01&created_to=2026-12-31"),
            ("users", "created:2026-02", "created_from=2026-02-01&created_to=2026-02-28"),
            ("users", "created:2026-01..2026-02", "created_from=2026-01-01&created_to=2026-02-28"),
            ("users", "created:..2026-02-03", "created_to=2026-02-03"),
            ("users", "created:>2026-02", "created_from=2026-03-01"),
            ("users", "created:<2026", "created_to=2025-12-31"),
            ("users", "created:>=2026-02 created:<=2026", "created_from=2026-02-01&created_to=2026-12-31"),
        ] {
            assert_eq!(asked(list, "", typed), address, "{list} {typed}");
        }
    }

    #[test]
    fn what_is_no_name_of_the_list_is_a_text() {
        for text in [
            "acme",
            "",
            "status",
            "status:",
            ":active",
            "re: status",
            "http://acme.example",
            "\"status:active\"",
            "\"a status:active b\"",
            "roll:owner",
            "--status:active",
            "\"status: active",
        ] {
            assert_eq!(asked("tenants", "status=deleted", text), "a text", "{text}");
        }
        // A mark that is not closed is a character like others.
        assert_eq!(asked("tenants", "", "\"acme status:active"), "q=\"acme&status=active");
        assert_eq!(as_text("\"status:active\""), "status:active");
        for text in ["\"acme\"", "a \"b:c\"", "\"a:b\" \"c:d\"", "\"", ""] {
            assert_eq!(as_text(text), text);
        }
    }

    #[test]
    fn what_makes_no_sense_stays_to_be_told() {
        for (typed, address) in [
            ("status:nonsense", "status=nonsense"),
            ("-status:nonsense", "-status=nonsense"),
            ("status:active,nonsense", "status=active,nonsense"),
            ("-status:active,suspended,archived,deleted", "-status=every one"),
            ("members:many", "members=many"),
            ("members:>1000", "members=>1000"),
            ("-members:0", "-members=0"),
            ("removal:soon", "removal=soon"),
            ("created:yesterday", "created=yesterday"),
            ("created:2026-13", "created=2026-13"),
            ("created:99999999d", "created=99999999d"),
            ("created:..", "created=.."),
            ("created:2026-03..2026-01", "created=2026-03..2026-01"),
            ("created:1999", "created=1999"),
            ("-created:2026", "-created=2026"),
            ("-tenant:acme", "-tenant=acme"),
            ("sort:nonsense", "sort=nonsense"),
            // What another list has.
            ("role:owner smith", "q=smith&role=owner"),
            ("-role:owner", "-role=owner"),
            // Beside what makes sense, before it and after it.
            ("status:active status:suspendd", "status=suspendd&status=active"),
            ("status:suspendd status:active", "status=suspendd&status=active"),
            ("created:yesterday created:7d", "created:=yesterday&created=7 days"),
            ("created:7d created:yesterday", "created=7 days&created=yesterday"),
            // And what was meant twice, and can be meant once.
            ("members:<5 members:>2", "members:=..4&members=3.."),
            ("removal:ever -removal:ever", "removal:=ever&removal=never"),
            ("created:7d created:2026", "created:=7 days&created_from=2026-01-01&created_to=2026-12-31"),
            ("tenant:acme tenant:globex", "tenant:=acme&tenant=globex"),
            ("sort:name sort:-name", "sort:=name&sort=-name"),
        ] {
            assert_eq!(asked("tenants", "", typed), address, "{typed}");
        }
    }

    #[test]
    fn what_is_typed_takes_the_place_of_what_was_chosen() {
        let before = "status=deleted&created_from=2026-01-01&after=x&at=y&per=25";
        assert_eq!(asked("tenants", before, "status:active"), "created_from=2026-01-01&per=25&status=active");
        assert_eq!(asked("tenants", before, "created:7d"), "status=deleted&per=25&created=7 days");
        assert_eq!(
            asked("tenants", "created=7 days", "created:2026"),
            "created_from=2026-01-01&created_to=2026-12-31"
        );
    }

    #[test]
    fn what_the_readmes_have_typed_is_understood() {
        let typed = "-role:owner created:2026-01.. tenant:acme *smith";
        for readme in [include_str!("../../../README.md"), include_str!("../README.md")] {
            assert!(readme.contains(&format!("`{typed}`")), "no README has `{typed}`");
        }
        let address = "q=*smith&created_from=2026-01-01&tenant=acme&role=admin,member,viewer";
        assert_eq!(asked("memberships", "", typed), address);
    }

    #[test]
    fn every_example_is_understood() {
        for model in models() {
            for (example, _) in examples(model) {
                let pairs = [(SEARCH.to_owned(), example.clone())];
                let (_, pairs) = translated(model, &pairs, date!(2026 - 03 - 10)).expect(&example);
                // What something is called becomes its id, which only the database knows.
                let called = |name: &str| {
                    let thing = model
                        .filter(name)
                        .is_some_and(|(_, filter)| matches!(filter.choices, Choices::Thing(_)));
                    thing || [TENANT, chooser::CALLED].contains(&name)
                };
                let pairs: Pairs = pairs.into_iter().filter(|(name, _)| !called(name)).collect();
                let listing = Listing::asked(model, &pairs);
                assert!(listing.is_understood(), "{example}: {:?}", listing.left_out_in_words());
            }
        }
    }
}
