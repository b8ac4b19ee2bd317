package bot

import (
	"slices"
	"strings"
	"unicode"
)

// line reads the words after a command's name into its fields, as typed and not
// yet checked. Order is free: what is named or introduced goes where it says,
// what can only be a link, a number, a choice … goes to a field of that kind, and
// the remaining words go to the open fields of free text in their order.
type line struct {
	command Command
	context lineContext
	values  map[string]string
}

// lineContext is what reading a line needs to know beside the command.
type lineContext struct {
	today func() day
	known func(words string) bool // whether the words name a person; asked only for fields of that kind
}

// readLine returns the values by field name, or a Refusal when words are left
// over that no field takes.
func readLine(c Command, text string, context lineContext) (map[string]string, error) {
	l := line{command: c, context: context, values: map[string]string{}}
	rest := l.named(words(text))
	rest = l.introduced(rest)
	rest = l.referred(rest)
	rest = l.keyed(rest)
	rest = l.addressed(rest)
	rest = l.strict(rest)
	rest = l.loose(rest)
	rest = l.dated(rest)
	if len(rest) > 0 {
		return nil, Refuse("I do not know what to do with “%s”. The command is: %s", short(join(rest)), c.usage())
	}
	return l.values, nil
}

// named takes key=value words whose key is a field, and returns the others.
func (l *line) named(ws []word) []word {
	var rest []word
	for _, w := range ws {
		f, ok := l.command.Field(w.key)
		if _, taken := l.values[w.key]; !ok || taken {
			rest = append(rest, w)
			continue
		}
		l.values[f.Name] = w.text
	}
	return rest
}

// phrase is how many words a field with a little word in front takes at most.
const phrase = 12

// introduced takes what follows a field's little word, last one first: "in
// German" off "find Berlin for storage in German". Words that the field would
// not accept are left alone, so that "find Newark in Delaware" stays a place.
func (l *line) introduced(ws []word) []word {
	for i := len(ws) - 2; i >= 0 && len(ws)-1-i <= phrase; i-- {
		for _, f := range l.command.Fields {
			if f.Word == "" || !l.open(f) || ws[i].quoted || !strings.EqualFold(ws[i].text, f.Word) {
				continue
			}
			value := join(ws[i+1:])
			if f.Check != nil {
				if _, err := f.Check(value); err != nil {
					continue
				}
			}
			l.values[f.Name] = value
			ws = ws[:i]
			break
		}
	}
	return ws
}

// referred takes a reference from the start of the line. Those further back belong to what
// is said: “AMB-1042 is the same as AMB-1001”.
func (l *line) referred(ws []word) []word {
	for _, f := range l.command.Fields {
		if f.Kind != Reference || !l.open(f) || f.Word != "" || len(ws) == 0 || ws[0].quoted {
			continue
		}
		if _, err := checkReference(f, ws[0].text); err != nil {
			continue
		}
		l.values[f.Name] = strings.TrimRight(ws[0].text, ":,;")
		return ws[1:]
	}
	return ws
}

// keyed takes keys from the start of the line, one word each, in the order of their fields.
func (l *line) keyed(ws []word) []word {
	for _, f := range l.command.Fields {
		if f.Kind == Key && l.open(f) && !f.Hidden && len(ws) > 0 && !ws[0].quoted {
			l.values[f.Name], ws = join(ws[:1]), ws[1:]
		}
	}
	return ws
}

// addressed takes a known person's name from the start of the line, before any of its
// words is taken for something else: the Leader of “role Leader Berlin member” is no role.
func (l *line) addressed(ws []word) []word {
	for _, f := range l.command.Fields {
		if f.Kind != Human || !l.open(f) {
			continue
		}
		for n := min(len(ws), phrase); n > 0; n-- {
			name := strings.TrimRight(join(ws[:n]), ":,;")
			if !ws[0].quoted && l.context.known(name) {
				l.values[f.Name] = name
				return ws[n:]
			}
		}
		return ws
	}
	return ws
}

// strict takes words that a field of a strict kind claims: links anywhere, other
// kinds from both ends only, the end first, so that a 3 inside a sentence stays there
// and “role Leader Berlin ambassador” makes Leader Berlin an ambassador.
func (l *line) strict(ws []word) []word {
	var rest []word
	for _, w := range ws {
		if !l.claim(w, true) {
			rest = append(rest, w)
		}
	}
	for len(rest) > 0 {
		switch {
		case l.claim(rest[len(rest)-1], false):
			rest = rest[:len(rest)-1]
		case l.claim(rest[0], false):
			rest = rest[1:]
		default:
			return rest
		}
	}
	return rest
}

// claim gives the word to the first open field whose kind it can only be.
func (l *line) claim(w word, links bool) bool {
	for _, f := range l.command.Fields {
		if f.Kind == YesNo && l.wordy() {
			continue // the last word of “remove Anna No” is her name
		}
		if l.open(f) && (f.Kind == Link) == links && f.claims(w, l.context.today) {
			l.values[f.Name] = w.text
			return true
		}
	}
	return false
}

// dated takes words that nothing else has taken and that are a day together: the 12 May of “later 12 May for report”.
func (l *line) dated(ws []word) []word {
	for _, f := range l.command.Fields {
		if f.Kind != Date || !l.open(f) || len(ws) == 0 {
			continue
		}
		if _, err := checkDate(join(ws), l.context.today()); err == nil {
			l.values[f.Name] = join(ws)
			return nil
		}
	}
	return ws
}

// wordy says whether a field of free words is still open.
func (l *line) wordy() bool {
	return slices.ContainsFunc(l.command.Fields, func(f Field) bool { return f.loose() && l.open(f) })
}

// claims says whether the word by its look alone belongs to a field of this kind.
func (f Field) claims(w word, today func() day) bool {
	var err error
	switch f.Kind {
	case Link:
		return strings.HasPrefix(w.text, "http://") || strings.HasPrefix(w.text, "https://")
	case Human:
		return strings.HasPrefix(w.text, "@")
	case Choice:
		for _, choice := range f.Choices {
			if strings.EqualFold(choice, w.text) {
				return true
			}
		}
		return false
	case Date:
		_, err = checkDate(w.text, today())
	case Number:
		_, err = checkNumber(f, w.text)
	case YesNo:
		_, err = checkYesNo(f, w.text)
	default:
		return false
	}
	return err == nil
}

// loose shares the remaining words out among the open fields of free text. Each
// quotation is a portion of its own, and so is each run of words between them;
// the last field takes what is left.
func (l *line) loose(ws []word) []word {
	var fields []Field
	for _, f := range l.command.Fields {
		if l.open(f) && f.Word == "" && (f.loose() || len(l.command.Fields) == 1) {
			fields = append(fields, f)
		}
	}
	for i, f := range fields {
		if len(ws) == 0 {
			break
		}
		n := portion(ws)
		switch {
		case i == len(fields)-1:
			n = len(ws)
		case f.Kind == Human && !ws[0].quoted:
			n = 1 // nobody known, so one word is the name and the message goes on
		}
		l.values[f.Name] = join(ws[:n])
		ws = ws[n:]
	}
	return ws
}

// portion counts the words of the first portion.
func portion(ws []word) int {
	if ws[0].quoted {
		return 1
	}
	n := 1
	for n < len(ws) && !ws[n].quoted {
		n++
	}
	return n
}

// open says that nothing has been read into the field yet.
func (l *line) open(f Field) bool {
	_, taken := l.values[f.Name]
	return !taken
}

// Line writes a command with values as one line that reads back to the same
// values: what a button stands for.
func (c Command) Line(values map[string]string) string {
	var b strings.Builder
	b.WriteString(c.Name)
	for _, f := range c.Fields {
		v, ok := values[f.Name]
		if !ok || v == "" {
			continue
		}
		if f.simple(v) && len(c.Fields) == 1 {
			b.WriteString(" " + v)
		} else {
			b.WriteString(" " + f.Name + "=" + quote(v))
		}
	}
	return b.String()
}

// simple says that the value reads back without quotation marks.
func (f Field) simple(v string) bool {
	ws := words(v)
	for _, w := range ws {
		if w.quoted || w.key != "" {
			return false
		}
	}
	return join(ws) == v && f.Word == "" && !strings.ContainsFunc(v, unicode.IsControl)
}
