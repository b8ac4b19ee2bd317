package checkin

import (
	"errors"
	"fmt"
	"strings"

	"ambassador/bot"
	"ambassador/bot/checkin/period"
	"ambassador/bot/directory"
)

// Kind is one sort of question to people, as data.
type Kind struct {
	Name     string      `json:"name"`               // small letters, digits and dashes: "report"
	Noun     string      `json:"noun"`               // what one answers with, in a sentence: "regional report"
	Ask      string      `json:"ask"`                // the question itself, whole sentences
	Command  string      `json:"command,omitempty"`  // the command that answers it; empty: “answer”, which serves all kinds
	Summary  string      `json:"summary,omitempty"`  // of the command, for the help
	Examples []string    `json:"examples,omitempty"` // of the command
	Fields   []bot.Field `json:"fields"`             // what an answer tells
	Carries  []string    `json:"carries,omitempty"`  // fields whose last answer the next form begins with
	Of       Audience    `json:"of"`

	Schedule period.Schedule `json:"-"`                // when it is asked again and again; zero: it is not
	Once     string          `json:"once,omitempty"`   // the day on which it is asked once, 2006-01-02 in everybody's own zone; see Campaign
	Silence  []int           `json:"silent,omitempty"` // days without a word after which somebody is asked, once for each, growing

	Window    int           `json:"window"`    // days from when it is asked until it closes
	Late      int           `json:"late"`      // working days after which an answer is late
	Reminders []int         `json:"reminders"` // working days after the first word on which a reminder goes out, growing
	Rooms     []bot.Address `json:"rooms"`     // where answers and roll-ups are posted; none: the roll-up goes to coordinators
	Keep      int           `json:"keep"`      // days until what was answered is deleted
}

// Audience is who is asked. Each part that is there narrows it; the zero Audience is everybody whom the directory knows.
type Audience struct {
	Role      bot.Role             `json:"role,omitempty"`      // those who bear just this one
	Regions   []string             `json:"regions,omitempty"`   // ids: those who look after one of them or a part of it, or lead a group there
	Languages []string             `json:"languages,omitempty"` // ISO 639 codes: those who speak one of them
	Groups    []directory.Standing `json:"groups,omitempty"`    // those who lead a group of such standing
	Older     int                  `json:"older,omitempty"`     // months: those who lead a group that is at least so old; the same group where both are given
	Younger   int                  `json:"younger,omitempty"`   // months: those who lead a group that is not so old yet
}

// Limits of what a kind may say.
const (
	MostReminders = 6   // in one round
	MostWindow    = 366 // days
)

// Filled is the kind with its defaults: four weeks for an answer, reminders after 2, 5 and 9 working days.
func (k Kind) Filled() Kind {
	if k.Noun == "" {
		k.Noun = k.Name
	}
	if k.Window == 0 {
		k.Window = 28
	}
	if k.Late == 0 {
		k.Late = 10
	}
	if k.Reminders == nil {
		k.Reminders = []int{2, 5, 9}
	}
	if k.Keep == 0 {
		k.Keep = 5 * 365
	}
	return k
}

// Valid says in people's words all that is wrong with a kind that has its defaults, a line for each, with the key of the
// configuration that it is about.
func (k Kind) Valid() error {
	var wrong []error
	need := func(fine bool, format string, args ...any) {
		if !fine {
			wrong = append(wrong, fmt.Errorf("check-in %s: "+format, append([]any{k.Name}, args...)...))
		}
	}
	need(IsName(k.Name), "want a name of small letters, digits and dashes, such as health-check")
	need(strings.TrimSpace(k.Ask) != "", "ask: missing; what are people asked?")
	need(len(k.Fields) > 0, "fields: missing; without one there is nothing that an answer could fill")
	need(k.Window >= 1 && k.Window <= MostWindow, "window: want 1 to %d days for an answer", MostWindow)
	need(k.Late >= 1, "late: want at least one working day")
	need(len(k.Reminders) <= MostReminders, "reminders: %d are more than people bear; at most %d", len(k.Reminders), MostReminders)
	need(growing(k.Reminders, 1), "reminders: want growing numbers of working days, such as [2, 5, 9]; nobody is reminded twice on one day")
	need(growing(k.Silence, leastSilence), "silence: want growing numbers of days, from %d on", leastSilence)
	return errors.Join(wrong...)
}

// leastSilence is after how many days without a word somebody can be asked how they are.
const leastSilence = 7

// growing says whether each of some days comes after the one before.
func growing(days []int, least int) bool {
	for i, d := range days {
		if d < least || i > 0 && d <= days[i-1] {
			return false
		}
	}
	return true
}

// IsName says whether words can be the name of a kind.
func IsName(name string) bool {
	return name != "" && len(name) <= 40 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && strings.Trim(name, "0123456789-") != "" &&
		!strings.HasPrefix(name, "-") && !strings.HasSuffix(name, "-")
}
