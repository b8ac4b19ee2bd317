package bot

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// clean makes text of what a person sent: valid UTF-8, without control
// characters except line ends and tabs, without the bidi controls that could
// turn a displayed line around, and with at most four combining marks in a row.
func clean(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > 4 {
				return -1
			}
			return r
		}
		switch {
		case r == '\n' || r == '\t':
		case unicode.IsControl(r), bidi(r), r == '\ufeff':
			return -1
		}
		marks = 0 // not at what is taken out, or marks around it would add up
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd"))
}

// bidi says whether r is one of the nine explicit direction controls of Unicode
// UAX #9; the plain marks U+200E and U+200F cannot reorder other text and stay.
func bidi(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// limited refuses text of more than most characters.
func limited(f Field, v string, most int) (string, error) {
	if n := utf8.RuneCountInString(v); n > most {
		return "", Refuse("%s is too long: %d characters, and at most %d fit.", f.title(), n, most)
	}
	return v, nil
}

// mostListed is how many choices are worth listing in a sentence.
const mostListed = 12

func checkChoice(f Field, v string) (string, error) {
	var starts []string
	for _, choice := range f.Choices {
		if strings.EqualFold(choice, v) {
			return choice, nil
		}
		if len(v) >= 2 && len(choice) > len(v) && strings.EqualFold(choice[:len(v)], v) {
			starts = append(starts, choice)
		}
	}
	if len(starts) == 1 {
		return starts[0], nil
	}
	if len(f.Choices) <= mostListed {
		return "", Refuse("%s is one of: %s.", f.title(), strings.Join(f.Choices, ", "))
	}
	return "", Refuse("“%s” is none of the %d choices, which begin with: %s.", short(v), len(f.Choices), strings.Join(f.Choices[:mostListed], ", "))
}

func checkLink(v string) (string, error) {
	v = strings.Trim(v, "<>")
	if !strings.Contains(v, "://") && strings.Contains(v, ".") && !strings.ContainsAny(v, " :") {
		v = "https://" + v
	}
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsFunc(v, unicode.IsSpace) {
		return "", Refuse("That is not a link I can use: it should start with https:// or http://.")
	}
	if u.User != nil {
		return "", Refuse("That link carries a name or password; please give it without.")
	}
	if len(v) > 2000 {
		return "", Refuse("That link is too long: at most 2,000 characters fit.")
	}
	return u.String(), nil
}

func checkNumber(f Field, v string) (string, error) {
	groups := strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(",' \u00a0\u202f", r) })
	for _, g := range groups[min(1, len(groups)):] {
		if len(g) != 3 { // 1,200 is a number of people, 3,5 is not
			groups = nil
			break
		}
	}
	n, err := strconv.ParseInt(strings.Join(groups, ""), 10, 64)
	if err != nil {
		return "", Refuse("%s should be a whole number, such as 12.", f.title())
	}
	return strconv.FormatInt(n, 10), nil
}

func checkYesNo(f Field, v string) (string, error) {
	switch strings.ToLower(strings.TrimRight(v, ".!")) {
	case "yes", "y", "yep", "ok", "true", "1", "ja", "oui", "sí", "si", "sim", "はい", "是":
		return "yes", nil
	case "no", "n", "nope", "false", "0", "nein", "non", "não", "nao", "いいえ", "不":
		return "no", nil
	}
	return "", Refuse("%s: please say yes or no.", f.title())
}

// mostDigits is how long the number of a reference may be.
const mostDigits = 12

// checkReference reads a reference, or says what one looks like.
func checkReference(_ Field, v string) (string, error) {
	ref, ok := ParseReference(v)
	if !ok {
		return "", Refuse("“%s” is no reference: they look like AMB-1042.", short(v))
	}
	return ref, nil
}

// ParseReference reads AMB-1042 as people write it: amb 1042, #1042, 1042. It returns it in capitals, and the digits
// alone where only they were said.
func ParseReference(v string) (ref string, ok bool) {
	plain := strings.ToUpper(strings.Trim(narrow(v), "#“”\"' .:,;"))
	letters := strings.TrimRight(plain, "0123456789")
	digits := plain[len(letters):]
	prefix := strings.TrimRight(letters, "-–_ #")
	if digits == "" || len(digits) > mostDigits || len(prefix) > 8 || strings.ContainsFunc(prefix, func(r rune) bool { return r < 'A' || r > 'Z' }) {
		return "", false
	}
	if prefix == "" {
		return digits, true
	}
	return prefix + "-" + digits, true
}

// mostKey is how many characters a key may have.
const mostKey = 160

// checkKey reads a key as people write it: with a full stop behind it, in capitals.
func checkKey(f Field, v string) (string, error) {
	key := strings.ToLower(strings.TrimRight(narrow(v), ":,;."))
	if key == "" || strings.ContainsFunc(key, unicode.IsSpace) || utf8.RuneCountInString(key) > mostKey {
		return "", Refuse("%s is one word; “%s” is none.", f.title(), short(v))
	}
	return key, nil
}

// narrow writes the full-width letters and digits of East Asian keyboards as the usual ones.
func narrow(v string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, v)
}

// day is a calendar day without a zone.
type day struct {
	year  int
	month time.Month
	dom   int
}

// dayIn is the day it is at t for somebody in the zone; UTC when the zone is
// empty or unknown.
func dayIn(t time.Time, zone string) day {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	y, m, d := t.In(loc).Date()
	return day{y, m, d}
}

// time is the start of the day in UTC, for arithmetic on days.
func (d day) time() time.Time { return time.Date(d.year, d.month, d.dom, 0, 0, 0, 0, time.UTC) }
