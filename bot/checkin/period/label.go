package period

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseLabel reads a label, in capitals or not, and returns the days it spans, from the first up to the one after the
// last, as midnights in UTC to be read without their zone, and its unit. The label of an hour spans its day. Whoever keeps
// things under labels keeps them under unit.Label(from), which has its capitals. Errors say in
// people's words what is wrong, and what was probably meant.
func ParseLabel(text string) (from, to time.Time, unit Unit, err error) {
	wall, unit, ok := readLabel(text)
	if !ok {
		better := strings.TrimSpace(mendedLabel(text))
		if _, _, ok := readLabel(better); ok {
			return from, to, 0, fmt.Errorf("%s: did you mean %s?", quoted(text), better)
		}
		return from, to, 0, fmt.Errorf("%s: want a year such as 2027, a quarter 2027-Q1, a month 2027-03, a week 2027-W09 or a day 2027-03-14", quoted(text))
	}
	from = midnight(wall)
	return from, unit.next(from), unit, nil
}

// Named is a label as people say it: "the first quarter of 2027", "March 2027", "week 9 of 2027", "14 March 2027". What
// is no label stays as it is.
func Named(label string) string {
	wall, unit, ok := readLabel(label)
	if !ok {
		return label
	}
	switch unit {
	case Quarter:
		return fmt.Sprintf("the %s quarter of %s", [...]string{"first", "second", "third", "fourth"}[quarter(wall)-1], wall.Format("2006"))
	case Month:
		return wall.Format("January 2006")
	case Week:
		year, week := wall.ISOWeek()
		return fmt.Sprintf("week %d of %04d", week, year)
	case Day:
		return wall.Format("2 January 2006")
	case Hour:
		return wall.Format("2 January 2006, 15:04")
	}
	return wall.Format("2006")
}

// readLabel returns the beginning of what a label names. It reads freely and believes only what is written back as it was.
func readLabel(text string) (wall time.Time, unit Unit, ok bool) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if len(text) > len("2027-03-14T09") {
		return wall, 0, false
	}
	for unit = range Hour + 1 {
		if wall, ok = unit.read(text); ok && wall.Year() > 0 && unit.Label(wall) == text {
			return wall, unit, true
		}
	}
	return time.Time{}, 0, false
}

// read is the beginning of the span that text may name in this unit.
func (u Unit) read(text string) (time.Time, bool) {
	switch u {
	case Quarter:
		year, n, ok := counted(text, "-Q")
		return year.AddDate(0, 3*(n-1), 0), ok
	case Week:
		year, n, ok := counted(text, "-W")
		return Week.first(year.AddDate(0, 0, 3)).AddDate(0, 0, 7*(n-1)), ok // 4 January is in the first week
	}
	layouts := [...]string{Year: "2006", Month: "2006-01", Day: time.DateOnly, Hour: "2006-01-02T15"}
	t, err := time.Parse(layouts[u], text)
	return t, err == nil
}

// counted reads a year and, after the mark, a number.
func counted(text, mark string) (year time.Time, n int, ok bool) {
	before, number, _ := strings.Cut(text, mark)
	year, wrong := time.Parse("2006", before)
	n, err := strconv.Atoi(number)
	return year, n, wrong == nil && err == nil
}

// mendedLabel makes a label of what people write instead: 2027-3, 2027Q1, q1/2027, 2027-w9. It is only offered, since
// what is kept under a label must be found under one spelling.
func mendedLabel(text string) string {
	parts := strings.FieldsFunc(strings.NewReplacer("Q", "-Q", "W", "-W").Replace(strings.ToUpper(text)), func(r rune) bool {
		return strings.ContainsRune("-/. ", r)
	})
	if len(parts) == 2 && len(parts[1]) == len("2027") {
		parts[0], parts[1] = parts[1], parts[0]
	}
	for i, p := range parts {
		digits := strings.TrimPrefix(p, "W")
		if len(digits) == 1 && digits >= "0" && digits <= "9" {
			parts[i] = strings.TrimSuffix(p, digits) + "0" + digits
		}
	}
	return strings.Join(parts, "-")
}
