package period

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/robfig/cron/v3"
)

// Schedule is when something is asked, again and again, on the clock on everybody's own wall. It never changes; two of
// them are equal if they were written the same. The zero Schedule is never.
type Schedule struct {
	text   string
	fields fields
	unit   Unit
}

// String is the schedule as it was written, on one line with single blanks; "" for the zero Schedule.
func (s Schedule) String() string { return s.text }

// Unit is the coarsest unit of which no span ever has two occurrences of the schedule; its labels name the periods.
func (s Schedule) Unit() Unit { return s.unit }

// longest is how many characters a schedule may have: every second day of the month fits as a list, a page pasted by
// mistake does not. It also bounds what is read here at all.
const longest = 100

// Parse reads a schedule: the five fields of cron (minute, hour, day of the month, month, weekday) as
// github.com/robfig/cron reads them, its words @yearly to @hourly, or daily, weekly, monthly, quarterly and yearly, which
// mean nine in the morning on the first day; in capitals or not. It refuses what has a zone, what never is, and what is
// more than once within an hour. Errors say in people's words what is wrong and, where it is clear, what was meant.
func Parse(text string) (Schedule, error) {
	if n := utf8.RuneCountInString(text); n > longest {
		return Schedule{}, fmt.Errorf("%s: a schedule has at most %d characters, and this has %d", quoted(text), longest, n)
	}
	text = strings.Join(strings.Fields(visible(text)), " ")
	s, err := read(text)
	if err == nil {
		return s, nil
	}
	for _, better := range corrections(text) { // offered only if it is a schedule; nothing is put right unasked
		if _, e := read(better); e == nil {
			return Schedule{}, fmt.Errorf("%s: %w; did you mean %s?", quoted(text), err, quoted(better))
		}
	}
	if vague := (*vagueError)(nil); errors.As(err, &vague) {
		return Schedule{}, fmt.Errorf("%s: %w; want days and hours, %s", quoted(text), err, example)
	}
	return Schedule{}, fmt.Errorf("%s: %w", quoted(text), err)
}

// word is the line of cron that a word stands for, or "".
func word(text string) string {
	switch strings.ToLower(text) {
	case "daily":
		return "0 9 * * *"
	case "weekly":
		return "0 9 * * 1"
	case "monthly":
		return "0 9 1 * *"
	case "quarterly":
		return "0 9 1 1,4,7,10 *"
	case "yearly":
		return "0 9 1 1 *"
	}
	return ""
}

// read is Parse without corrections, of a text on one line.
func read(text string) (Schedule, error) {
	line := text
	if w := word(text); w != "" {
		line = w
	}
	f, err := readLine(line)
	if err != nil {
		return Schedule{}, err
	}
	if f.day(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), 1).IsZero() {
		return Schedule{}, errors.New("there is no such day, so nobody would ever be asked")
	}
	return Schedule{text, f, f.unit()}, nil
}

// readLine reads a line of cron. A minute for each hour is all it takes: two minutes come within an
// hour of each other, and one never does.
func readLine(line string) (fields, error) {
	if err := unfit(strings.ToLower(line)); err != nil {
		return fields{}, err
	}
	spec, err := standard(strings.ToLower(line))
	if err != nil {
		return fields{}, plain(line)
	}
	const star = 1 << 63 // robfig's mark for a field that says any
	f := fields{
		minute: bits.TrailingZeros64(spec.Minute), hours: spec.Hour &^ star, days: spec.Dom &^ star,
		months: spec.Month &^ star, weekdays: spec.Dow &^ star, either: (spec.Dom|spec.Dow)&star == 0,
	}
	// A lone comma is no error to cron, and names nothing.
	if spec.Minute&^star == 0 || f.hours == 0 || f.days == 0 || f.months == 0 || f.weekdays == 0 {
		return fields{}, plain(line)
	}
	if bits.OnesCount64(spec.Minute&^star) > 1 {
		return fields{}, errors.New("nobody should be asked more than once within an hour; want a single minute in front")
	}
	return f, nil
}

// standard has robfig/cron read the line. It panics at some texts, such as a bare TZ=0. None that comes here is known to
// be one, but a text that people typed must not be what ends the program.
func standard(line string) (spec *cron.SpecSchedule, err error) {
	defer func() {
		if r := recover(); r != nil {
			spec, err = nil, fmt.Errorf("cron: %v", r)
		}
	}()
	s, err := cron.ParseStandard(line)
	if err != nil {
		return nil, err
	}
	spec, ok := s.(*cron.SpecSchedule)
	if !ok {
		return nil, errors.New("cron: no schedule of the calendar")
	}
	return spec, nil
}
