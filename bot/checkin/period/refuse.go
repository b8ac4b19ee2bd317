package period

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// example is what people can begin with.
const example = "such as weekly, monthly, quarterly, or “0 9 * * 1” for each Monday at 09:00"

// vagueError is what is wrong where people are helped best by an example.
type vagueError struct{ reason string }

func (e *vagueError) Error() string { return e.reason }

// unfit says what is wrong with a line, in small letters, that cron need not or must not see.
func unfit(line string) error {
	parts := strings.Fields(line)
	switch {
	case line == "":
		return &vagueError{"nothing says when"}
	case zoned(parts):
		return errors.New("leave the time zone out; everybody is asked in their own")
	case strings.HasPrefix(line, "@every"):
		return &vagueError{"that is on nobody's wall clock"}
	case strings.HasPrefix(line, "@reboot"):
		return &vagueError{"nobody is asked because the bot has started"}
	case len(parts) == 1 && line[0] == '@' && known(line):
		return nil
	case len(parts) == 6:
		return errors.New("these are six fields, perhaps with seconds; want five: minute, hour, day of the month, month, weekday")
	case len(parts) != 5 && strings.ContainsAny(parts[0][:1], "0123456789*?"):
		return fmt.Errorf("want five fields, minute, hour, day of the month, month, weekday, and not %d", len(parts))
	case len(parts) != 5 || line[0] == '@':
		return &vagueError{"that is no schedule"}
	}
	for i, part := range parts {
		if strings.Contains(part, "*-") || strings.Contains(part, "?-") { // cron takes it for any and leaves the rest
			return fault(i, part)
		}
	}
	return nil
}

// known says whether cron has such a word.
func known(word string) bool {
	switch word {
	case "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly":
		return true
	}
	return false
}

// zoned says whether one of the parts is a time zone.
func zoned(parts []string) bool {
	for _, p := range parts {
		if zone(p) {
			return true
		}
	}
	return false
}

// zone says whether a part is a time zone: TZ=0, Europe/Berlin, UTC. It goes by the look: looking names up would take the
// files of the machine, and a zone that nobody knows is meant as one just the same.
func zone(part string) bool {
	part = strings.ToLower(part)
	area, place, found := strings.Cut(part, "/")
	return strings.Contains(part, "tz=") || part == "utc" || part == "gmt" || part == "local" ||
		found && len(area) > 3 && strings.Trim(area, "abcdefghijklmnopqrstuvwxyz_") == "" && place != "" && unicode.IsLetter(rune(place[0]))
}

// plain says in people's words what cron says in its own ("failed to parse int from L: strconv.Atoi: parsing …"): which
// field of a line it does not understand, the first that it refuses with nothing said by the others.
func plain(line string) error {
	for i, part := range strings.Fields(line) {
		alone := [...]string{"*", "*", "*", "*", "*"}
		if i >= len(alone) {
			break
		}
		alone[i] = part
		_, err := standard(strings.Join(alone[:], " "))
		if err != nil && strings.Contains(err.Error(), "beyond end") {
			return fmt.Errorf("the %s %s goes backwards; want it in order, or a list such as 5,6,0", fieldNames()[i], quoted(part))
		}
		if err != nil || strings.Trim(part, ",") == "" {
			return fault(i, part)
		}
	}
	return &vagueError{"that is no schedule"}
}

// fieldNames are what people call the five fields.
func fieldNames() [5]string {
	return [...]string{"minute", "hour", "day of the month", "month", "weekday"}
}

// fault says what one field should have been.
func fault(field int, part string) error {
	want := [...]string{"0 to 59", "0 to 23", "1 to 31", "1 to 12, or jan to dec", "0, which is Sunday, to 6, or sun to sat"}
	return fmt.Errorf("the %s is %s; want %s", fieldNames()[field], quoted(part), want[field])
}

// visible takes out what nobody sees and what may come along when a text is pasted: marks of direction and width.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// quoted is what somebody wrote, in quotation marks: on one line, no longer than a message has room for, without what
// could steer a terminal.
func quoted(text string) string {
	text = strings.Join(strings.Fields(visible(text)), " ")
	if runes := []rune(text); len(runes) > 60 {
		text = strings.TrimSpace(string(runes[:59])) + "…"
	}
	return "“" + text + "”"
}
