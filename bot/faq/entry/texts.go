package entry

import (
	"strings"
	"unicode/utf8"

	"ambassador/bot/spell"
)

// said is a text in a language, and where it stands.
type said struct {
	lang, text string
	line       int
}

// questions reads the ways in which people ask.
func (f *form) questions(k, value node) {
	for _, s := range f.texts(k, value, "") {
		text := line(s.text)
		if utf8.RuneCountInString(text) > MaxQuestion {
			f.amiss(s.line, "the question “%s” has more than %d characters", shown(text), MaxQuestion)
			continue
		}
		f.Questions = append(f.Questions, Text{s.lang, text})
	}
}

// answers reads the answer. An entry whose answers are all wrong is not asked for: whoever wrote one did not
// mean that people get none.
func (f *form) answers(k, value node) {
	wrong := len(f.problems)
	seen := make(map[string]bool)
	for _, s := range f.texts(k, value, "") {
		text := block(s.text)
		switch {
		case text == "":
		case seen[s.lang]:
			f.amiss(s.line, "two answers in one language; the first one counts")
		case utf8.RuneCountInString(text) > MaxAnswer:
			f.amiss(s.line, "an answer has more than %d characters", MaxAnswer)
		default:
			seen[s.lang] = true
			f.Answers = append(f.Answers, Text{s.lang, text})
		}
	}
	f.lost = len(f.Answers) == 0 && len(f.problems) > wrong
}

// texts reads texts in any of their forms: one; a list; either one by language; and each of them a text, or one
// with its language as {lang, text}.
func (f *form) texts(k, value node, lang string) (all []said) {
	switch value.kind {
	case scalar:
		return []said{{lang, value.text, value.line}}
	case list:
		for _, part := range value.parts {
			all = append(all, f.text(k, part, lang)...)
		}
	case fields:
		if value.has("text") || lang != "" {
			return f.text(k, value, lang)
		}
		for i, key := range value.keys {
			if code, ok := f.language(key); ok {
				all = append(all, f.texts(k, value.parts[i], code)...)
			}
		}
	case strange:
		f.amiss(value.line, "“%s” %s", shown(k.text), value.text)
	}
	return all
}

// text reads one text of a list.
func (f *form) text(k, value node, lang string) []said {
	switch words := value.part("text"); {
	case value.kind == scalar:
		return []said{{lang, value.text, value.line}}
	case value.kind == absent:
	case value.kind == strange:
		f.amiss(value.line, "one of “%s” %s", shown(k.text), value.text)
	case value.kind == fields && words.kind == scalar:
		own := value.part("lang")
		if own.kind != scalar {
			return []said{{lang, words.text, words.line}}
		}
		if code, ok := f.language(own); ok {
			return []said{{code, words.text, words.line}}
		}
	case value.kind == fields && len(value.keys) == 1:
		f.amiss(value.line, "a text with a colon in it needs quotation marks: “%s: …”", shown(value.keys[0].text))
	default:
		f.amiss(value.line, "one of “%s” is no text; want a text, or its language and the text as {lang, text}", shown(k.text))
	}
	return nil
}

// language reads a language, and says whether it is one.
func (f *form) language(n node) (string, bool) {
	code, ok := languageCode(n.text)
	if !ok {
		f.amiss(n.line, "“%s” is no language; want a code such as en or pt-br", shown(n.text))
	}
	return code, ok
}

// didYouMean is “; did you mean x?” for the key that was probably meant, or nothing.
func didYouMean(key string) string {
	best, least := "", 3
	for _, known := range []string{"id", "name", "questions", "answer", "tags", "related", "owner", "reviewed", "review_by"} {
		if d := spell.Distance(key, known); d < least && 2*d <= len(known) {
			best, least = known, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean “" + best + "”?"
}

// shown is words of a file on one line, no longer than a message has room for, without what could steer a terminal.
func shown(words string) string {
	words = line(words)
	if runes := []rune(words); len(runes) > 60 {
		words = strings.TrimSpace(string(runes[:60])) + "…"
	}
	return words
}
