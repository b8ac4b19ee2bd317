package faq

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// questionWords are words that most questions have and most other sentences have not, in the languages of the
// programme's largest communities. Words that also join sentences, as “when” and “que” do, are in openers.
const questionWords = " what what's where where's how how's who who's whom whose which why" +
	" wer wo wann warum wieso weshalb welche welcher welches woher wohin qué quién cómo cuándo dónde cuál cuánto" +
	" pourquoi comment combien quel quelle quels quelles perché dlaczego gdzie почему зачем сколько nasıl nerede neden waarom varför hvorfor "

// openers are words that make a question of a sentence which begins with them.
const openers = " is are am can could may might must shall should do does did will would has have any anyone anybody when" +
	" was wie wem wen ist sind kann können darf muss soll gibt hat haben que quien como cuando donde cual es puede puedo hay" +
	" quoi qui où quand est peux peut puis-je o quem quando onde qual pode posso é são chi cosa dove wat hoe waar wanneer hur var när vad hvad hvor" +
	" co jak kiedy kto czy kim hangi что как где когда кто "

// marks are how questions end, and closers what may stand behind them.
const (
	marks   = "?？؟⁇՞"
	closers = `!)]"”’.」`
)

// unspaced are questions in scripts that write without spaces.
var unspaced = regexp.MustCompile(`什么|怎么|怎样|如何|哪|谁|为什么|吗|嗎|什麼|怎麼|誰|なに|何|どう|どこ|いつ|だれ|なぜ|ですか|ますか|무엇|어떻게|어디|언제|누가|왜`)

// asks says whether words read as a question.
func asks(text string) bool {
	if strings.ContainsAny(text, marks+"¿") || unspaced.MatchString(text) {
		return true
	}
	words := strings.Fields(strings.ToLower(plain(text)))
	if len(words) < 2 {
		return false
	}
	if strings.Contains(openers, " "+words[0]+" ") {
		return true
	}
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(questionWords, " "+w+" ") })
}

// plain is text with nothing but letters, digits, what stands inside words, and single spaces.
func plain(text string) string {
	bare := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), r == '\'', r == '-':
			return r
		case r == '’':
			return '\''
		}
		return ' '
	}, text)
	return strings.Join(strings.Fields(bare), " ")
}

// normal is what two texts share that ask the same in the same words.
func normal(text string) string { return strings.ToLower(plain(text)) }

// worded says whether there is a word in a text that says what is asked: “what?” alone has none.
func worded(text string) bool {
	return slices.ContainsFunc(strings.Fields(normal(text)), func(w string) bool {
		return strings.ContainsFunc(w, unicode.IsLetter) && !strings.Contains(questionWords+openers, " "+w+" ")
	})
}

// fenced is code between fences; what people quote of their machines asks nothing.
var fenced = regexp.MustCompile("(?s)```.*?(```|$)")

// spoken is a text without code.
func spoken(text string) string { return strings.TrimSpace(fenced.ReplaceAllString(text, "\n")) }

// mostParts is how many questions one message is taken apart into.
const mostParts = 8

// split takes a text apart into what may be questions of their own: at question marks, and at line ends.
func split(text string) (parts []string) {
	var now strings.Builder
	end := func() {
		if part := strings.TrimSpace(now.String()); strings.ContainsFunc(part, unicode.IsLetter) {
			parts = append(parts, part)
		}
		now.Reset()
	}
	var mark rune // the last one, as long as nothing but more of them and what closes a sentence came after it
	for _, r := range text {
		switch {
		case r == '\n', mark == '？', mark != 0 && unicode.IsSpace(r):
			if !strings.ContainsRune(marks+closers, r) {
				end()
				mark = 0
			}
		case mark != 0 && !strings.ContainsRune(marks+closers, r):
			mark = 0 // it stood inside a word, as in a link
		}
		if strings.ContainsRune(marks, r) {
			mark = r
		}
		now.WriteRune(r)
	}
	end()
	return parts[:min(len(parts), mostParts)]
}

// lastSentence is what stands behind the last full stop or exclamation mark inside a text.
func lastSentence(text string) string {
	end := strings.TrimRight(text, marks+closers+" ")
	if at := max(strings.LastIndex(end, ". "), strings.LastIndex(end, "! "), strings.LastIndex(end, "。")); at >= 0 {
		return strings.TrimLeft(text[at:], ".!。 ")
	}
	return text
}

// scripts are those that are told apart; a language written in another one has its own.
func scripts() []*unicode.RangeTable {
	return []*unicode.RangeTable{
		unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Arabic, unicode.Hebrew, unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Telugu,
		unicode.Thai, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Armenian, unicode.Georgian, unicode.Ethiopic,
	}
}

// written are the scripts of a text, as a set of bits.
func written(text string) (set uint32) {
	all := scripts()
	for _, r := range text {
		if i := slices.IndexFunc(all, func(t *unicode.RangeTable) bool { return unicode.Is(t, r) }); i >= 0 {
			set |= 1 << i
		}
	}
	return set
}
