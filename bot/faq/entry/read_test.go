package entry

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// lines writes problems one a line.
func lines(problems []Problem) string {
	var out strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&out, p)
	}
	return out.String()
}

// day is a day in UTC.
func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// whole is an entry with all there can be.
func whole() Entry {
	return Entry{
		ID: "apply", Name: "How to apply",
		Questions: []Text{{"en", "How do I apply?"}, {"en", "apply: where?"}, {"de", "Wie bewerbe ich mich?"}},
		Answers:   []Text{{"en", "Like *this*.\n\n- first\n- then"}, {"de", "So."}},
		Tags:      []string{"ambassadors", "no"}, Related: []string{"criteria"}, Owner: "coordinators",
		Reviewed: day("2026-11-26"), ReviewBy: day("2027-11-26"),
		Where: Where{"faq", 1},
	}
}

// TestForms reads one entry in each form in which people may write it.
func TestForms(t *testing.T) {
	plain := whole()
	plain.Questions = []Text{{"", "How do I apply?"}, {"", "apply: where?"}}
	plain.Answers = []Text{{"", "Like this."}}
	for _, c := range []struct {
		name, file string
		want       Entry
	}{
		{"by language", `
- id: apply
  name: How to apply
  questions:
    en: [How do I apply?, "apply: where?", "how do i APPLY?"]
    DE: Wie bewerbe ich mich?
  answer:
    en: |
      Like *this*.

      - first
      - then
    de: So.
  tags: [ambassadors, no]
  related: [criteria, Criteria]
  owner: coordinators
  reviewed: 2026-11-26
  review_by: 2027-11-26
`, whole()},
		{"with other words for keys, in a mapping, with CRLF", strings.ReplaceAll(`faq:
  - id: apply
    Title: How to apply
    phrasings:
      - {lang: en, text: "How  do I apply?"}
      - {text: "Wie bewerbe ich mich?", language: de}
      - {lang: en, text: "apply: where?"}
    answers:
      - {lang: en, text: "Like *this*.\n\n- first\n- then\n"}
      - {lang: de, text: So.}
    tags: ambassadors, no
    related: criteria
    owner: coordinators
    reviewed: "2026-11-26"
    review-by: 2027-11-26T00:00:00+09:00
`, "\n", "\r\n"), whole()},
		{"without languages", `
- id: apply
  name: How to apply
  questions:
    - How do I apply?
    - "apply: where?"
  answer: Like this.
  tags: [ambassadors, no]
  related: [criteria]
  owner: coordinators
  reviewed: 2026-11-26
  review_by: 2027-11-26
`, plain},
		{"JSON lines", "\ufeff\n" + `{"id":"apply","name":"How to apply","questions":["How do I apply?","apply: where?"],"answer":"Like this.","tags":["ambassadors","no"],` +
			`"related":["criteria"],"owner":"coordinators","reviewed":"2026-11-26","review_by":"2027-11-26"}`, plain},
		{"JSON over several lines", `{"entries": [
  {"id": "apply", "name": "How to apply",
   "questions": {"en": ["How do I apply?", "apply: where?"], "de": "Wie bewerbe ich mich?"},
   "answer": {"en": "Like *this*.\n\n- first\n- then", "de": "So."},
   "tags": ["ambassadors", "no"], "related": ["criteria"], "owner": "coordinators",
   "reviewed": "2026-11-26", "review_by": "2027-11-26"}
]}`, whole()},
		{"a list in brackets that is YAML", `[{id: apply, name: How to apply, questions: [How do I apply?, "apply: where?"], answer: Like this.,
  tags: [ambassadors, no], related: [criteria], owner: coordinators, reviewed: 2026-11-26, review_by: 2027-11-26}]`, plain},
	} {
		got, problems := Read("faq", []byte(c.file))
		for i := range got {
			got[i].Where.Line = 1
		}
		if len(problems) > 0 || !reflect.DeepEqual(got, []Entry{c.want}) {
			t.Errorf("%s:\n%+v\nwant\n%+v\nproblems:\n%s", c.name, got, c.want, lines(problems))
		}
	}
}

// faulty is a file in which a lot is wrong.
const faulty = `# A comment.
- id: apply
  questions: [How?]
  anwser: Like this.
  answer: Like that.
  answer: Twice.
- questions: [Who am I?]
- id: two words
  answer: No.
- id: [list]
- just a text
- id: APPLY
  answer: The same.
- id: empty
  name: Nothing
- id: languages
  questions:
    english: [One?]
    en: [Two?, {lang: xx, text: Three?}, {lang: de, text: Vier?}, {what: else, is: this}]
  answer: {en: Yes., EN: Yes?}
- id: signs
  questions:
    - Why: because?
    - &this That?
    - !tag Those?
    - [deep, er]
  answer: Yes.
- id: no_answer
  questions: [Well?]
  answer: [[1]]
- id: days
  answer: Yes.
  reviewed: last week
  review_by: 2026-13-01
  tags: {a: b}
  owner: [me]
- id: "%d%s"
  zzz: 1
  answer: null
  questions: 42
`

// TestProblems makes sure that all that is wrong with a file is told, and that what is right is read.
func TestProblems(t *testing.T) {
	all, problems := Read("faq.yaml", []byte(faulty))
	want := `faq.yaml:4: entry “apply”: unknown key “anwser”; did you mean “answer”?
faq.yaml:6: entry “apply”: “answer” is given twice; the first one counts
faq.yaml:7: this entry has no id; want one word, such as meetup-first
faq.yaml:8: “two words” is no id: it is several words; write it with hyphens in place of spaces
faq.yaml:10: the id is no text; want one word, such as meetup-first
faq.yaml:11: this is no entry; want an id, questions and an answer
faq.yaml:12: entry “APPLY” stands twice, first in faq.yaml:2
faq.yaml:14: entry “empty”: it has neither questions nor an answer
faq.yaml:18: entry “languages”: “english” is no language; want a code such as en or pt-br
faq.yaml:19: entry “languages”: “xx” is no language; want a code such as en or pt-br
faq.yaml:19: entry “languages”: one of “questions” is no text; want a text, or its language and the text as {lang, text}
faq.yaml:20: entry “languages”: two answers in one language; the first one counts
faq.yaml:23: entry “signs”: a text with a colon in it needs quotation marks: “Why: …”
faq.yaml:24: entry “signs”: one of “questions” begins with &; put it in quotation marks
faq.yaml:25: entry “signs”: one of “questions” begins with !; put it in quotation marks
faq.yaml:26: entry “signs”: one of “questions” is no text; want a text, or its language and the text as {lang, text}
faq.yaml:30: entry “no_answer”: one of “answer” is no text; want a text, or its language and the text as {lang, text}
faq.yaml:33: entry “days”: “reviewed” is “last week”; want a day such as 2026-11-26
faq.yaml:34: entry “days”: “review_by” is “2026-13-01”; want a day such as 2026-11-26
faq.yaml:35: entry “days”: “tags” is no text
faq.yaml:36: entry “days”: “owner” is no text
faq.yaml:38: entry “%d%s”: unknown key “zzz”
`
	if got := lines(problems); got != want {
		t.Errorf("problems:\n%swant\n%s", got, want)
	}
	var read strings.Builder
	for _, e := range all {
		fmt.Fprintln(&read, e.ID, e.Where, e.Questions, e.Answers)
	}
	if got, want := read.String(), `apply faq.yaml:2 [{ How?}] [{ Like that.}]
languages faq.yaml:16 [{en Two?} {de Vier?}] [{en Yes.}]
signs faq.yaml:21 [] [{ Yes.}]
days faq.yaml:31 [] [{ Yes.}]
%d%s faq.yaml:37 [{ 42}] []
`; got != want {
		t.Errorf("entries:\n%swant\n%s", got, want)
	}
}

// TestBroken reads YAML that is none: each place is told, and the other entries are read.
func TestBroken(t *testing.T) {
	for _, c := range []struct{ file, want, ids string }{
		{"- id: a\n  answer: A.\n- id: b\n  questions: [\"What?\n- id: c\n  answer: C.\n- id: d\n  answer: D: dee.\n- id: e\n  answer: @e\n",
			"faq:4: this is not valid YAML here: a quotation mark is not closed\n" +
				"faq:8: this is not valid YAML here: a text with a colon in it needs quotation marks\n" +
				"faq:10: this is not valid YAML here: a text that begins with a sign", "[a c]"},
		{"- id: a\n  answer: A.\n- id: b\n  answer: *B*\n", "faq:4: this is not valid YAML here: a text that begins with * needs quotation marks\n", "[a]"},
		{"- id: a\n  answer: A.\n- id: b\n\tanswer: B.\n", "faq:4: this is not valid YAML here", "[a]"},
		{"- id: a\n  answer: A.\n- id: b\n  questions: [one, two\n  answer: B.\n- id: c\n  answer: C.\n",
			"faq:5: this is not valid YAML here: a bracket is not closed", "[a c]"},
		{"- id: a\n  answer: A.\n- id: b\n  name: \"B\" or not\n  answer: B.\n", "faq:4: this is not valid YAML here: the line stands too far", "[a]"},
		{"entries:\n  - id: a\n    answer: A.\n  - id: b\n    answer: \"B\n  - id: c\n    answer: C.\n", "faq:5: this is not valid YAML here: a quotation mark is not closed\n", "[a c]"},
		{"{\"id\": \"a\", \"answer\": \"A.\"}\n\n{\"id\": \"b\", \"answer\"}\n{\"id\": \"c\", \"answer\": \"C.\"}\n{\"id\": \"d\"",
			"faq:3: this is not valid JSON: invalid character '}' after object key\nfaq:5: this is not valid JSON: it ends in the middle\n", "[a c]"},
		{"{\n\"id\": \"a\",\n\"answer\": \"A.\"\n}\n{\n\"id\": \"b\",\n\"answer\"\n}\n", "faq:8: this is not valid JSON here: ", "[a]"},
		{"[\n{\"id\": \"a\", \"answer\": \"A.\"},\n", "faq:2: this is not valid YAML here: something is missing", "[]"},
		{"just words", "faq:1: this is no entry; want an id, questions and an answer\n", "[]"},
		{"version: 2\nentries:\n- {id: a, answer: A.}\n", "faq:1: unknown key “version”", "[a]"},
		{"- {id: a, answer: A.}\n---\n- {id: b, answer: B.}\n--- {id: c, answer: C.}\n", "", "[a b c]"},
		{"id: a\nanswer: A.\n", "", "[a]"},
		{"[]", "", "[]"},
		{"\n \n", "faq: the file is empty\n", "[]"},
		{"\xff\xfe-\x00 \x00", "faq: this text is in UTF-16; save it as UTF-8 and try again\n", "[]"},
		{"-\x00 \x00i\x00d\x00", "faq: this text is in UTF-16; save it as UTF-8 and try again\n", "[]"},
		{"PK\x03\x04\x00 and more", "faq: this is a binary file, not a list of questions and answers\n", "[]"},
		{"- id: a\n  answer: caf\xe9\n", "faq:2: this is not text in UTF-8; save it as UTF-8 and try again\n", "[]"},
		{"- id: a\r  answer: A.\r", "", "[a]"},
		{"- id: " + strings.Repeat("é", 80) + "\n  answer: A.\n- id: " + strings.Repeat("é", 81) + "\n  answer: A.\n", "faq:3: “ééé", "[" + strings.Repeat("é", 80) + "]"},
		{"- id: a\u200bb\n  answer: A.\n- id: ab\n  answer: A.", "faq:1: “a\u200bb” is no id: it has a character that cannot be seen\n", "[ab]"},
		{"- id: a\n  questions: [" + strings.Repeat("é", 1000) + ", " + strings.Repeat("x", 1001) + "]\n", "faq:2: entry “a”: the question “xxx", "[a]"},
		{"- id: a\n  answer: " + strings.Repeat("é", 12000) + "\n- id: b\n  answer: " + strings.Repeat("x", 12001) + "\n", "faq:4: entry “b”: an answer has more than 12000 characters\n", "[a]"},
		{strings.Repeat("[", 2000), "faq:1: this is not valid YAML here: something is missing", "[]"},
		{strings.Repeat("- ", 2000), "faq:1: this is no entry", "[]"},
		{"- id: {a: {b: {c: {d: {e: {f: {g: h}}}}}}}", "faq:1: the id is no text", "[]"},
	} {
		all, problems := Read("faq", []byte(c.file))
		ids := []string{}
		for _, e := range all {
			ids = append(ids, e.ID)
		}
		if got := fmt.Sprint(ids); got != c.ids {
			t.Errorf("%.80q: entries %s, want %s", c.file, got, c.ids)
		}
		if got := lines(problems); !begin(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%.80q:\n%swant\n%s", c.file, got, c.want)
		}
	}
}

// begin says that each line begins as the one of the other text does, which has as many.
func begin(text, prefixes string) bool {
	all, starts := strings.Split(strings.TrimSpace(text), "\n"), strings.Split(strings.TrimSpace(prefixes), "\n")
	for i, start := range starts {
		if i >= len(all) || !strings.HasPrefix(all[i], start) {
			return false
		}
	}
	return len(all) == len(starts)
}

// TestLimits reads files that hold too much.
func TestLimits(t *testing.T) {
	if _, problems := Read("faq", make([]byte, MaxBytes+1)); lines(problems) != "faq: the file is larger than 32 MiB\n" {
		t.Errorf("a large file: %s", lines(problems))
	}
	var file strings.Builder
	for i := range MaxEntries + 2 {
		fmt.Fprintf(&file, "{\"id\":\"e%d\",\"answer\":\"A.\"}\n", i)
	}
	all, problems := Read("faq", []byte(file.String()))
	if want := "faq:20001: more than 20000 entries; those from here on are left out\n"; len(all) != MaxEntries || lines(problems) != want {
		t.Errorf("%d entries, problems:\n%s", len(all), lines(problems))
	}
}

// TestForeignIDs reads ids as other tools make them.
func TestForeignIDs(t *testing.T) {
	for _, id := range []string{"Refund_not_showing_up", "reverted_card_payment?", "a/b:c", "42", "FAQ#1", "“q”", "日本"} {
		all, problems := Read("faq", []byte(fmt.Sprintf(`{"id":%q,"questions":["Why?"]}`, id)))
		if len(all) != 1 || all[0].ID != id || len(problems) > 0 {
			t.Errorf("%s: %v, problems %s", id, all, lines(problems))
		}
	}
}

// TestClean reads texts that are written in other ways than they are kept.
func TestClean(t *testing.T) {
	all, problems := Read("faq", []byte(`{"id":"a","questions":[" Cafe\u0301\t\u0000\n  where? ","Café where?","C?","C++?","?!","!?"],"answer":{"pt_BR":" \r\nOne\r\n\u202eTwo\u2028Three\u0007 \n"}}`))
	want := []Entry{{ID: "a", Questions: []Text{{"", "Café where?"}, {"", "C?"}, {"", "C++?"}, {"", "?!"}, {"", "!?"}}, Answers: []Text{{"pt-br", "One\nTwo\nThree"}}, Where: Where{"faq", 1}}}
	if len(problems) > 0 || !reflect.DeepEqual(all, want) {
		t.Errorf("%+v\nwant %+v\nproblems %s", all, want, lines(problems))
	}
}
