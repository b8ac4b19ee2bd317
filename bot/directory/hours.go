package directory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/worktime"
)

// none takes a setting back.
const none = "none"

// weekdays are the days as settings and files have them.
func weekdays() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// Hours is the calendar of a person: that of all, with the time of day and the days that they have chosen.
func (p Person) Hours(c *worktime.Calendar) *worktime.Calendar {
	if p.Time == "" && len(p.Days) == 0 {
		return c
	}
	from, err := worktime.ParseClock(p.Time)
	if err != nil {
		from = 0
	}
	var days []time.Weekday
	for _, day := range p.Days {
		if i := slices.Index(weekdays(), day); i >= 0 {
			days = append(days, time.Weekday((i+1)%7))
		}
	}
	return c.For(from, days)
}

// hoursWords says when the person is asked.
func (p Person) hoursWords() string {
	words := "in working hours"
	if p.Time != "" {
		words = "from " + p.Time + " on"
	}
	if len(p.Days) > 0 {
		words += ", " + strings.Join(p.Days, ", ")
	}
	return words
}

// checkTime reads a time of day; midnight is none, since nobody is asked then.
func checkTime(value string) (string, error) {
	if strings.EqualFold(value, none) {
		return none, nil
	}
	at, err := worktime.ParseClock(strings.ToLower(value))
	if err != nil || at < time.Hour || at > 23*time.Hour {
		return "", bot.Refuse("I do not understand “%s” as a time of day. Try 10:30, from 1:00 to 23:00; or none.", brief(value))
	}
	return fmt.Sprintf("%02d:%02d", int(at.Hours()), int(at.Minutes())%60), nil
}

// checkDays reads days of the week: names or their first three letters, with commas or a dash between.
func checkDays(value string) (string, error) {
	if strings.EqualFold(value, none) {
		return none, nil
	}
	var all []string
	for part := range strings.SplitSeq(strings.ReplaceAll(strings.ToLower(value), " and ", ","), ",") {
		first, last, span := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		from, to := weekday(first), weekday(last)
		if !span {
			to = from
		}
		if from < 0 || to < 0 {
			return "", bot.Refuse("I do not understand “%s” as days of the week. Try mon-thu, or mon, wed; or none.", brief(value))
		}
		for i := from; ; i = (i + 1) % 7 {
			all = append(all, weekdays()[i])
			if i == to {
				break
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int { return weekday(a) - weekday(b) })
	return strings.Join(slices.Compact(all), ", "), nil
}

// weekday is the place of a day in the week, by its name or the beginning of it; negative for no day.
func weekday(word string) int {
	word = strings.TrimSuffix(strings.TrimSpace(word), "s") // Mondays
	if len(word) < 3 {
		return -1
	}
	for d := range time.Weekday(7) {
		if name := strings.ToLower(d.String()); strings.HasPrefix(name, word) {
			return (int(d) + 6) % 7
		}
	}
	return -1
}

// takeHours reads when somebody wants to be asked. What is wrong is left out: then they are asked as all are.
func (r entryRow) takeHours(p *Person) {
	if r.has("time") {
		p.Time = ""
		if text := r.text("time"); text != "" {
			at, err := checkTime(text)
			if err != nil {
				r.note("time “" + brief(text) + "” is not a time of day such as 10:30 and left out")
			}
			p.Time = strings.TrimPrefix(at, none)
		}
	}
	if r.has("days") {
		p.Days = nil
		if text := strings.Join(r.list("days"), ","); text != "" {
			days, err := checkDays(text)
			if err != nil {
				r.note("days “" + brief(text) + "” are not days such as mon, tue and left out")
			} else if days != none {
				p.Days = strings.Split(days, ", ")
			}
		}
	}
}
