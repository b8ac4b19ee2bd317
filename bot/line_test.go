package bot

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"
)

// today is the day of all tests that read dates: a Wednesday.
func today() day { return day{2026, time.April, 1} }

// here is what the tests know when they read a line: two people.
var here = lineContext{today: today, known: func(words string) bool { return words == "Anna No" || words == "Leader Berlin" }}

// submit has two fields of free text and one of each strict kind.
var submit = Command{Name: "submit", Fields: []Field{
	{Name: "title", Label: "Title?"},
	{Name: "text", Label: "Text?", Kind: Long},
	{Name: "link", Label: "Link?", Kind: Link, Optional: true},
	{Name: "day", Label: "Day?", Kind: Date, Optional: true},
	{Name: "colour", Label: "Colour?", Kind: Choice, Choices: []string{"red", "green"}, Optional: true},
	{Name: "language", Label: "Language?", Word: "in", Optional: true, Check: func(v string) (string, error) {
		if v != "German" {
			return "", Refuse("no language")
		}
		return "de", nil
	}},
}}

func TestReadLine(t *testing.T) {
	type values = map[string]string
	for _, test := range []struct {
		line string
		want values
	}{
		{``, values{}},
		{`Cloud day`, values{"title": "Cloud day"}},
		{`"Cloud day" It's on 3 May.`, values{"title": "Cloud day", "text": "It's on 3 May."}},
		{`“Cloud day” “It is on.”`, values{"title": "Cloud day", "text": "It is on."}},
		{`Cloud "the text"`, values{"title": "Cloud", "text": "the text"}},
		{`title="a b" c d`, values{"title": "a b", "text": "c d"}},
		{`TITLE=a text='b c'`, values{"title": "a", "text": "b c"}},
		{`see https://a.example for more`, values{"title": "see for more", "link": "https://a.example"}},
		{`2026-05-03 red Cloud`, values{"title": "Cloud", "day": "2026-05-03", "colour": "red"}},
		{`Cloud Red`, values{"title": "Cloud", "colour": "Red"}},
		{`the red sea`, values{"title": "the red sea"}},
		{`Newark in Delaware`, values{"title": "Newark in Delaware"}},
		{`Newark in German`, values{"title": "Newark", "language": "German"}},
		{`Newark in Delaware in German`, values{"title": "Newark in Delaware", "language": "German"}},
		{`a=b`, values{"title": "a=b"}},
		{`"never closed`, values{"title": `"never closed`}},
		{`"two\"quotes" x`, values{"title": `two"quotes`, "text": "x"}},
		{"title=x first line\nsecond line", values{"title": "x", "text": "first line\nsecond line"}},
		{`in German`, values{"language": "German"}},
	} {
		got, err := readLine(submit, test.line, here)
		if err != nil || !maps.Equal(got, test.want) {
			t.Errorf("readLine(%q) = %v, %v; want %v", test.line, got, err, test.want)
		}
	}
}

// The last word of a name may look like another value, and words may follow a name.
func TestReadLineKnowsWhereANameEnds(t *testing.T) {
	who := Field{Name: "who", Label: "Who?", Kind: Human}
	role := Command{Name: "role", Fields: []Field{who, {Name: "role", Label: "Role?", Kind: Choice, Choices: []string{"leader", "member"}}}}
	remove := Command{Name: "remove", Fields: []Field{who, {Name: "sure", Label: "Sure?", Kind: YesNo}}}
	tell := Command{Name: "tell", Fields: []Field{who, {Name: "text", Label: "Text?", Kind: Long}}}
	type values = map[string]string
	for _, test := range []struct {
		command Command
		line    string
		want    values
	}{
		{role, "Leader Berlin member", values{"who": "Leader Berlin", "role": "member"}},
		{remove, "Anna No", values{"who": "Anna No"}},
		{remove, "Anna No sure=yes", values{"who": "Anna No", "sure": "yes"}},
		{tell, "Leader Berlin: I am new", values{"who": "Leader Berlin", "text": "I am new"}},
		{tell, "nobody I know", values{"who": "nobody", "text": "I know"}},
		{tell, `"Leader Berlin" hello`, values{"who": "Leader Berlin", "text": "hello"}},
	} {
		got, err := readLine(test.command, test.line, here)
		if err != nil || !maps.Equal(got, test.want) {
			t.Errorf("%s %s = %v, %v; want %v", test.command.Name, test.line, got, err, test.want)
		}
	}
	if got, err := readLine(role, "Leader Berlin king", here); err == nil || !strings.Contains(err.Error(), "king") {
		t.Errorf("role Leader Berlin king = %v, %v; want a refusal of “king”", got, err)
	}
}

// Keys are the first words, in the order of their fields, whatever the words behind them look like.
func TestReadLineTakesKeysFirst(t *testing.T) {
	edit := Command{Name: "edit", Fields: []Field{{Name: "id", Label: "Which?", Kind: Key}, {Name: "field", Label: "What?", Kind: Key, Optional: true}, {Name: "value", Label: "To?", Kind: Long, Optional: true}}}
	type values = map[string]string
	for line, want := range map[string]values{
		`roles answer A role is a duty.`:        {"id": "roles", "field": "answer", "value": "A role is a duty."},
		`roles answer "A role"`:                 {"id": "roles", "field": "answer", "value": "A role"},
		`roles`:                                 {"id": "roles"},
		`field=answer roles A role`:             {"id": "roles", "field": "answer", "value": "A role"},
		`id="roles" field="name" value="roles"`: {"id": "roles", "field": "name", "value": "roles"},
		`a=b answer A role`:                     {"id": "a=b", "field": "answer", "value": "A role"},
		`"A quotation is no key" roles`:         {"value": "A quotation is no key roles"},
	} {
		got, err := readLine(edit, line, here)
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("%s = %v, %v; want %v", line, got, err, want)
		}
	}
	id := edit.Fields[0]
	for typed, want := range map[string]string{"Roles": "roles", "roles.": "roles", "how-to_2": "how-to_2", "Ｒｏｌｅｓ": "roles"} {
		if got, err := checkKey(id, typed); err != nil || got != want {
			t.Errorf("checkKey(%q) = %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{"two words", "...", strings.Repeat("x", mostKey+1)} {
		if got, err := checkKey(id, typed); err == nil {
			t.Errorf("checkKey(%q) = %q; want a refusal", typed, got)
		}
	}
}

func TestReadLineRefusesWhatNoFieldTakes(t *testing.T) {
	only := Command{Name: "dead", Fields: []Field{{Name: "day", Kind: Date}, {Name: "colour", Kind: Choice, Choices: []string{"red"}}}}
	var refusal *Refusal
	if _, err := readLine(only, "red 2026-01-02 and more", here); !errors.As(err, &refusal) || !strings.Contains(refusal.Text, "and more") {
		t.Errorf("readLine = %v, want a refusal that quotes “and more”", err)
	}
}

// FuzzLine holds that the line of a button reads back to the values it was made of.
func FuzzLine(f *testing.F) {
	f.Add("Cloud day", "It's on", "https://a.example")
	f.Add(`"`, `\`, "x")
	f.Add("a=b", "“x”", "„")
	f.Add("in German", "red", "2026-05-03")
	f.Add("  spaces  ", "line\nend", "\x00")
	f.Fuzz(func(t *testing.T, title, text, link string) {
		values := map[string]string{"title": clean(title), "text": clean(text), "link": clean(link)}
		maps.DeleteFunc(values, func(_, v string) bool { return v == "" })
		line := submit.Line(values)
		rest, ok := strings.CutPrefix(line, "submit")
		got, err := readLine(submit, rest, here)
		if !ok || err != nil || !maps.Equal(got, values) {
			t.Errorf("%q → %q → %q, %v", values, line, got, err)
		}
	})
}

// FuzzReadLine holds that no line panics, and that no word of it is lost: it is in
// a value, or the line is refused.
func FuzzReadLine(f *testing.F) {
	f.Add(`title="a b" c https://x.example red in German`)
	f.Add(`in in in German`)
	f.Add("\"\"\" '' = == a= =b")
	f.Fuzz(func(t *testing.T, line string) {
		values, err := readLine(submit, clean(line), here)
		if err != nil {
			return
		}
		all := strings.Join([]string{values["title"], values["text"], values["link"], values["day"], values["colour"], values["language"]}, " ")
		for _, w := range words(clean(line)) {
			if w.key == "" && !strings.Contains(all, w.text) && !strings.EqualFold(w.text, "in") {
				t.Errorf("%q: %q is in none of %q", line, w.text, values)
			}
		}
	})
}

func TestWordsTakesTimeOfTheLengthOnly(t *testing.T) {
	for _, part := range []string{`" `, `' `, `„ `, `in `, `a=" `, `\" `} {
		line := strings.Repeat(part, longest/len(part))
		began := time.Now()
		if _, err := readLine(submit, line, here); err != nil {
			t.Errorf("%q …: %v", part, err)
		}
		// Quadratic work on 64 KiB takes seconds, linear work milliseconds even on a busy machine.
		if took := time.Since(began); took > time.Second {
			t.Errorf("%q repeated took %s", part, took)
		}
	}
}

// A day of several words needs no little word where nothing else could take it.
func TestReadLineDay(t *testing.T) {
	later := Command{Name: "later", Fields: []Field{
		{Name: "date", Label: "On which day?", Kind: Date, Word: "on"},
		{Name: "round", Label: "Which?", Word: "for", Optional: true, Hidden: true},
	}}
	for typed, want := range map[string]map[string]string{
		"12 May":              {"date": "12 May"},
		"12 May for report":   {"date": "12 May", "round": "report"},
		"on 12 May for it":    {"date": "12 May", "round": "it"},
		"May 12, 2026":        {"date": "May 12, 2026"},
		"some day soon":       nil,
		"12 May or the 13th":  nil,
		"tomorrow for report": {"date": "tomorrow", "round": "report"},
	} {
		got, err := readLine(later, typed, here)
		if (err != nil) != (want == nil) || !maps.Equal(got, want) {
			t.Errorf("readLine(%q) = %v, %v; want %v", typed, got, err, want)
		}
	}
}
