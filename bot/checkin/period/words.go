package period

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// mostNamed is how many days or months are told one by one; more of them are a puzzle, and the line itself is shorter.
const mostNamed = 4

// Words tells people when it is: "on 1 January, April, July and October at 09:00", "every Monday at 09:00", "on the 1st of
// each month at 09:00". What is not so simple stays what it is: "by “30 2 * * 1-5”". For the zero Schedule it is "never".
func (s Schedule) Words() string {
	f := s.fields
	switch {
	case s == (Schedule{}):
		return "never"
	case f.hours == everyHour && f.daily() && f.minute == 0:
		return "every hour"
	case bits.OnesCount64(f.hours) > 1:
		return "by “" + s.text + "”"
	}
	days := f.daysWords()
	if days == "" {
		return "by “" + s.text + "”"
	}
	return fmt.Sprintf("%s at %02d:%02d", days, bits.TrailingZeros64(f.hours), f.minute)
}

// What the fields hold where everything is meant.
const (
	everyHour    = 1<<24 - 1
	everyDay     = 1<<32 - 1<<1
	everyMonth   = 1<<13 - 1<<1
	everyWeekday = 1<<7 - 1
)

// daily says whether every day has an occurrence.
func (f fields) daily() bool {
	all := f.days == everyDay && f.weekdays == everyWeekday
	return f.months == everyMonth && (all || f.either && (f.days == everyDay || f.weekdays == everyWeekday))
}

// daysWords tells on which days it is, "" where that is not simple.
func (f fields) daysWords() string {
	switch days, months := numbers(f.days), numbers(f.months); {
	case f.daily():
		return "every day"
	case f.either: // "on the 1st, and on every Monday" is more than people read in a line
		return ""
	case f.days == everyDay && f.months == everyMonth && bits.OnesCount64(f.weekdays) <= mostNamed:
		return "every " + list(f.weekdays, func(n int) string { return time.Weekday(n).String() })
	case f.weekdays != everyWeekday || len(days) > mostNamed:
		return ""
	case f.months == everyMonth:
		return "on the " + list(f.days, ordinal) + " of each month" + lacking(days, 28)
	case len(days) == 1 && len(months) == 1:
		return "on " + strconv.Itoa(days[0]) + " " + time.Month(months[0]).String() + " of each year" + lacking(days, shortest(months))
	case len(days) == 1 && len(months) <= mostNamed && days[0] <= shortest(months):
		return "on " + strconv.Itoa(days[0]) + " " + list(f.months, func(n int) string { return time.Month(n).String() })
	}
	return ""
}

// lacking is said where not every month or year has those days.
func lacking(days []int, always int) string {
	if days[len(days)-1] > always {
		return " that has it"
	}
	return ""
}

// shortest is how many days each of the months has in every year.
func shortest(months []int) int {
	least := 31
	for _, m := range months {
		least = min(least, time.Date(2027, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day())
	}
	return least
}

// list joins the names of what the bits stand for as people do: "a, b and c".
func list(set uint64, name func(int) string) string {
	var names []string
	for _, n := range numbers(set) {
		names = append(names, name(n))
	}
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// numbers are the places of the bits that are set.
func numbers(set uint64) (all []int) {
	for ; set != 0; set &= set - 1 {
		all = append(all, bits.TrailingZeros64(set))
	}
	return all
}

// ordinal writes 1st, 2nd, 3rd, 4th.
func ordinal(n int) string {
	ending := "th"
	if n/10 != 1 && n%10 >= 1 && n%10 <= 3 {
		ending = [...]string{"st", "nd", "rd"}[n%10-1]
	}
	return strconv.Itoa(n) + ending
}
