package bottest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing/synctest"

	"ambassador/bot"
)

// anyReference is what the bot calls an accident: another word each time.
var anyReference = regexp.MustCompile(`reference [A-Z2-9]{7}`)

// player reads a talk line by line, has it said, and writes down what is heard.
type player struct {
	stage    Stage
	room     string
	platform map[string]string       // by speaker, after "as"
	seen     map[string][]bot.Action // the buttons each speaker was shown last
	out      strings.Builder
}

// play does what a line says.
func (p *player) play(line string) error {
	if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
		p.out.WriteString(line + "\n")
		return nil
	}
	if who, text, ok := cutSpeaker(line, "> "); ok {
		return p.say(line, who, text)
	}
	p.out.WriteString(line + "\n")
	return p.direct(line)
}

// direct obeys a stage direction.
func (p *player) direct(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "in":
		p.room = strings.TrimPrefix(rest, "#")
		if rest == "dm" {
			p.room = ""
		}
	case "as":
		name, platform, ok := strings.Cut(rest, "@")
		if !ok {
			return fmt.Errorf("as %s: want name@platform", rest)
		}
		p.platform[name] = platform
	case "at":
		t, err := parseTime(rest)
		if err != nil {
			return err
		}
		passTo(t)
		p.listen("")
	case "bot":
		if rest != "restarts" {
			return fmt.Errorf("bot %s: want restarts", rest)
		}
		if err := p.stage.Restart(); err != nil {
			return err
		}
		synctest.Wait()
		p.listen("")
	default:
		return fmt.Errorf("%q: not a line of a talk", line)
	}
	return nil
}

// say has somebody say or press something.
func (p *player) say(line, who, text string) error {
	p.out.WriteString(line + "\n")
	l := Line{Who: who, Platform: p.platform[who], Room: p.room, Text: text}
	if label, ok := strings.CutPrefix(text, "["); ok && strings.HasSuffix(label, "]") {
		l.Press = strings.TrimSuffix(label, "]")
		for _, a := range p.seen[who] {
			if a.Label == l.Press {
				l.Text = a.Line
			}
		}
		if l.Text == text {
			return fmt.Errorf("%s was shown no button [%s]", who, l.Press)
		}
	}
	if err := p.stage.Say(l); err != nil {
		return err
	}
	p.listen(who)
	return nil
}

// listen waits until the bot has nothing more to do, and writes down what was
// told to whom. To the last speaker it is the bot who speaks.
func (p *player) listen(speaker string) {
	synctest.Wait()
	words := withFiles(p.stage.Heard())
	// An answer and words to others leave side by side; on paper the answer comes first.
	slices.SortStableFunc(words, func(a, b Word) int {
		return cmp.Or(-cmp.Compare(answers(a, speaker), answers(b, speaker)), cmp.Compare(a.To, b.To))
	})
	for _, w := range words {
		name := w.To
		switch name {
		case "": // for everybody in a room
			name = "(" + w.Room + ")"
		case speaker:
			name = "bot"
		}
		text := anyReference.ReplaceAllString(w.Text, "reference …")
		if w.Room == "" && p.room != "" && w.To == speaker {
			text = "(privately) " + text
		}
		lines := strings.Split(text, "\n")
		p.out.WriteString(strings.TrimRight(name+"< "+lines[0], " ") + "\n")
		for _, line := range lines[1:] {
			p.out.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		}
		if len(w.Actions) > 0 {
			p.out.WriteString("    " + labels(w.Actions) + "\n")
		}
		p.seen[w.To] = w.Actions
	}
}

// answers is 1 for a word to the last speaker, else 0.
func answers(w Word, speaker string) int {
	if w.To == speaker {
		return 1
	}
	return 0
}

// labels writes buttons as a talk does.
func labels(actions []bot.Action) string {
	var all []string
	for _, a := range actions {
		all = append(all, "["+a.Label+"]")
	}
	return strings.Join(all, " ")
}

// cutSpeaker splits "name> text"; a name is one word.
func cutSpeaker(line, mark string) (name, text string, ok bool) {
	name, text, ok = strings.Cut(line+" ", mark)
	if !ok || name == "" || strings.ContainsAny(name, " \t#[") {
		return "", "", false
	}
	return name, strings.TrimSuffix(text, " "), true
}
