package bot

import "fmt"

// Refusal is an error whose words are meant for the person. Any other error is
// shown as one apology with a reference, and written to the log.
type Refusal struct {
	Text    string
	Actions []Action // ways on, as buttons
	here    bool     // it asks again, so it goes where the question stands
	form    *Form    // of that question
}

// Error is the text, so that a refusal reads well in a log, too.
func (r *Refusal) Error() string { return r.Text }

// Refuse makes a Refusal, formatted as fmt.Sprintf does.
func Refuse(format string, args ...any) *Refusal {
	return &Refusal{Text: fmt.Sprintf(format, args...)}
}

// Offer adds buttons to a refusal: a no that shows a way on.
func (r *Refusal) Offer(actions ...Action) *Refusal {
	r.Actions = append(r.Actions, actions...)
	return r
}

// Missing is the error of a handler that needs a field after all, though it is
// optional: the router asks for it and keeps the other values.
type Missing struct {
	Field string // its name
	Text  string // what to say before the question; may be empty

	// Keep is values of hidden fields, by name, that come back with the answer: what the question was about.
	Keep map[string]string
}

// Error says what is missing, for a log.
func (m *Missing) Error() string { return "field " + m.Field + " is missing: " + m.Text }

// reply is the refusal as the asker sees it: private, unless it asks again.
func (r *Refusal) reply() Reply {
	reply := Say(r.Text, r.Actions...)
	reply.Private, reply.Refused, reply.Ask = !r.here, true, r.form
	return reply
}
