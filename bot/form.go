package bot

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// Form is the open fields of a command: a platform with native forms shows all
// of them at once, others ask one by one.
type Form struct {
	Command string            `json:"command"`
	Fields  []Field           `json:"fields"`
	Open    string            `json:"open,omitempty"`   // the field that the reply's text asks for
	Note    string            `json:"note,omitempty"`   // words before the question, such as what is wrong with the last answer
	Known   map[string]string `json:"known,omitempty"`  // values typed so far
	Errors  map[string]string `json:"errors,omitempty"` // what is wrong, by field name
}

// draft is a command whose values are being collected.
type draft struct {
	command Command
	typed   map[string]string // as typed, not yet checked; "" for a field that was skipped
	known   map[string]string // what the form began with, see Command.Begin
}

// next is the first field that still has to be asked: required ones always,
// optional ones when the whole form is being filled.
func (d draft) next(whole bool) (Field, bool) {
	for _, f := range d.command.Fields {
		if _, told := d.typed[f.Name]; !told && !f.Hidden && (whole || !f.Optional) {
			return f, true
		}
	}
	return Field{}, false
}

// untold says that a line tells nothing of what a form asks: only the command, or what its button says beside it.
func (c Command) untold(typed map[string]string) bool {
	for _, f := range c.Fields {
		if _, told := typed[f.Name]; told && !f.Hidden {
			return false
		}
	}
	return true
}

// check returns the canonical values of all fields told so far, or the refusal of
// each wrong one by field name. An error that is no refusal ends the check.
func (d draft) check(c checker) (values map[string]string, wrong map[string]*Refusal, err error) {
	values, wrong = make(map[string]string), make(map[string]*Refusal)
	for _, f := range d.command.Fields {
		typed, told := d.typed[f.Name]
		if !told || strings.TrimSpace(typed) == "" && f.Optional {
			continue
		}
		value, err := c.check(f, typed)
		var refusal *Refusal
		switch {
		case errors.As(err, &refusal):
			wrong[f.Name] = refusal
		case err != nil:
			return nil, nil, err
		default:
			values[f.Name] = value
			if f.Kind == Date {
				d.typed[f.Name] = value // tomorrow stays the day that it was when it was said
			}
		}
	}
	return values, wrong, nil
}

// firstWrong is the first wrong field in the order of the command.
func (d draft) firstWrong(wrong map[string]*Refusal) (Field, *Refusal) {
	for _, f := range d.command.Fields {
		if r := wrong[f.Name]; r != nil {
			return f, r
		}
	}
	return Field{}, nil
}

// form is the draft as a native form, with the words for what is wrong.
func (d draft) form(wrong map[string]*Refusal) *Form {
	form := &Form{Command: d.command.Name, Known: d.filled()}
	for _, f := range d.command.Fields {
		if !f.Hidden {
			form.Fields = append(form.Fields, f)
		}
	}
	for name, r := range wrong {
		if form.Errors == nil {
			form.Errors = make(map[string]string)
		}
		form.Errors[name] = r.Text
	}
	return form
}

// filled is what stands in a native form: what was typed, and what the form began with.
func (d draft) filled() map[string]string {
	if len(d.known) == 0 {
		return d.typed
	}
	all := maps.Clone(d.known)
	maps.Copy(all, d.typed)
	return all
}

// ask is the reply that asks for one field, after words about the last answer.
func (d draft) ask(f Field, before string) Reply {
	text, buttons := f.question(), f.buttons()
	if known := d.known[f.Name]; known != "" {
		text += "\nNow: " + lines(known) + "\n(“same” keeps it)"
		buttons = append(buttons, Action{Label: "Keep it", Line: same})
	}
	if before != "" {
		text = before + "\n" + text
	}
	reply := Say(text, buttons...)
	reply.Ask = d.form(nil)
	reply.Ask.Open, reply.Ask.Note = f.Name, before
	// What is asked for is in the form as it is asked: a hidden field, too, and one that a handler
	// cannot do without after all.
	at := slices.IndexFunc(reply.Ask.Fields, func(other Field) bool { return other.Name == f.Name })
	if at < 0 {
		reply.Ask.Fields = append(reply.Ask.Fields, f)
	} else {
		reply.Ask.Fields[at] = f
	}
	return reply
}

// buttons are the answers of a field with few choices.
func (f Field) buttons() []Action {
	choices := f.Choices
	if f.Kind == YesNo {
		choices = []string{"yes", "no"}
	}
	if len(choices) > 5 {
		return nil
	}
	var actions []Action
	for _, c := range choices {
		actions = append(actions, Action{Label: c, Line: c})
	}
	return actions
}

// correct is the reply to a line with one wrong value: the refusal, with each
// choice it offers made into the whole line.
func (d draft) correct(f Field, r *Refusal) *Refusal {
	better := &Refusal{Text: r.Text}
	for _, a := range r.Actions {
		values := make(map[string]string, len(d.typed))
		for k, v := range d.typed {
			values[k] = v
		}
		values[f.Name] = a.Line
		if line := d.command.Line(values); len(line) <= buttonLine {
			better.Offer(Action{Label: a.Label, Line: line})
		}
	}
	return better
}

// same is the word that keeps what a question's form began with.
const same = "same"

// mostNow is how many characters of a value a question shows that could keep it.
const mostNow = 400

// lines is a value as a question shows it, with its lines.
func lines(value string) string {
	if runes := []rune(value); len(runes) > mostNow {
		return string(runes[:mostNow-1]) + "…"
	}
	return value
}
