package entry

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Clean is an entry as Read would return it: texts in NFC, without white space around them and without control characters, each question once,
// those of one language together. Whatever takes entries from elsewhere than a file should clean them.
func (e Entry) Clean() Entry {
	e.ID, e.Name, e.Owner = line(e.ID), line(e.Name), line(e.Owner)
	e.Tags, e.Related = words(e.Tags), words(e.Related)
	e.Reviewed, e.ReviewBy = midnight(e.Reviewed), midnight(e.ReviewBy)
	e.Questions = together(texts(e.Questions, line, func(t Text) Text { return Text{t.Lang, cases.Fold().String(t.Text)} }))
	e.Answers = texts(e.Answers, block, func(t Text) Text { return Text{Lang: t.Lang} })
	return e
}

// texts cleans texts, and leaves out those that are empty, and those of which one with the same key stands before.
func texts(all []Text, clean func(string) string, key func(Text) Text) (out []Text) {
	seen := make(map[Text]bool, len(all))
	for _, t := range all {
		t.Text = clean(t.Text)
		if code, ok := languageCode(t.Lang); ok {
			t.Lang = code
		}
		if k := key(t); t.Text != "" && !seen[k] {
			seen[k] = true
			out = append(out, t)
		}
	}
	return out
}

// words cleans words, and leaves out those that are empty or stand twice, in whatever case.
func words(all []string) (out []string) {
	seen := make(map[string]bool, len(all))
	for _, word := range all {
		word = line(word)
		if folded := strings.ToLower(word); word != "" && !seen[folded] {
			seen[folded] = true
			out = append(out, word)
		}
	}
	return out
}

// midnight is the day of a time, in UTC.
func midnight(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.UTC().Year(), t.UTC().Month(), t.UTC().Day(), 0, 0, 0, 0, time.UTC)
}

// together brings texts of one language together, in the order in which languages come up first.
func together(all []Text) []Text {
	var out []Text
	for _, lang := range languages(all) {
		for _, t := range all {
			if t.Lang == lang {
				out = append(out, t)
			}
		}
	}
	return out
}

// languages lists the languages of texts, in the order in which they come up.
func languages(all []Text) (langs []string) {
	seen := make(map[string]bool)
	for _, t := range all {
		if !seen[t.Lang] {
			seen[t.Lang] = true
			langs = append(langs, t.Lang)
		}
	}
	return langs
}

// line is a text on one line: in NFC, without control characters, with single spaces between its words.
func line(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unfit(r):
			return -1
		}
		return r
	}, text))), " ")
}

// block is a text on any number of lines: in NFC, without control characters but tabs, and without blank lines around it.
func block(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.TrimSpace(norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			return '\n'
		case unfit(r):
			return -1
		}
		return r
	}, text)))
}

// unfit says that a character has no place in a text: it steers, or is none.
func unfit(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) && r >= '\u202a' || r == '\ufeff' || r == '\ufffe' || r == '\uffff'
}

// fold makes texts alike that differ only in case, signs and spaces between words. What has signs only stays as it is.
func fold(text string) string {
	words := strings.FieldsFunc(cases.Fold().String(norm.NFKC.String(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	})
	if len(words) == 0 {
		return text
	}
	return strings.Join(words, " ")
}

// checkID says what is wrong with an id, which is a line.
func checkID(id string) string {
	switch {
	case utf8.RuneCountInString(id) > MaxID:
		return fmt.Sprintf("it has more than %d characters", MaxID)
	case strings.Contains(id, " "):
		return "it is several words; write it with hyphens in place of spaces"
	case strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "it has a character that cannot be seen"
	}
	return ""
}

// languageCode reads the code of a language, such as de, pt-BR or zh_Hant. Languages that are not said are empty.
func languageCode(text string) (code string, ok bool) {
	code = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(text)), "_", "-")
	if code == "" || code == "und" || code == "*" || code == "default" {
		return "", true
	}
	_, err := language.Parse(code)
	return code, err == nil
}
