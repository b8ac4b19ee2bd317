package faq

import (
	"regexp"
	"strings"
	"unicode"
)

// A question is kept for others to answer it, so what may name its asker, or open a door, is blanked. It is better
// to blank a word too many.
var (
	addresses = regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN.-]+\.\pL{2,}`)
	mentions  = regexp.MustCompile(`(^|[\s(\["“'])@[^\s,;!?)\]"”]+`)
	named     = regexp.MustCompile(`(?i)((?:pass(?:word|wort|phrase)?|pwd|token|secret|api.?key|key|pin)\s*(?:is|ist|[:=])\s*)\S+`)
	numbers   = regexp.MustCompile(`\+?\d[\d ()/.-]{5,}\d`)
	inLinks   = regexp.MustCompile(`(https?://)(?:[^\s/@]+@)?([^\s/?#]+)([^\s?#]*)[^\s]*`)
	days      = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
)

// What stands in place of what was blanked.
const (
	someAddress = "[address]"
	somebody    = "[somebody]"
	someNumber  = "[number]"
	someSecret  = "[secret]"
)

// mostKept is how many characters are kept of a question.
const mostKept = 1000

// scrub is a text without what looks like mail addresses, mentions, numbers of phones and accounts, secrets, and
// what links carry behind their path; cut, and on one line.
func scrub(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	text = inLinks.ReplaceAllString(text, "$1$2$3")
	text = addresses.ReplaceAllString(text, someAddress)
	text = mentions.ReplaceAllString(text, "${1}"+somebody)
	text = named.ReplaceAllString(text, "${1}"+someSecret)
	text = numbers.ReplaceAllStringFunc(text, func(found string) string {
		if digits := strings.Count(strings.Map(onlyDigits, found), "0"); digits < 7 || days.MatchString(found) {
			return found // a year and a day, a version, two small numbers
		}
		return someNumber
	})
	words := strings.Fields(text)
	for i, w := range words {
		if secret(w) {
			words[i] = someSecret
		}
	}
	runes := []rune(strings.Join(words, " "))
	if len(runes) > mostKept {
		return string(runes[:mostKept-1]) + "…"
	}
	return string(runes)
}

// onlyDigits makes a 0 of each digit, and drops the rest.
func onlyDigits(r rune) rune {
	if unicode.IsDigit(r) {
		return '0'
	}
	return -1
}

// secret says whether a word looks like a token: long, of letters and digits mixed, and no link.
func secret(word string) bool {
	if strings.HasPrefix(word, "http://") || strings.HasPrefix(word, "https://") {
		return false
	}
	for _, prefix := range []string{"xoxb-", "xoxp-", "xapp-", "ghp_", "gho_", "github_pat_", "glpat-", "sk-", "syt_", "AKIA", "eyJ"} {
		if strings.HasPrefix(word, prefix) && len(word) > len(prefix)+8 {
			return true
		}
	}
	letters, digits := 0, 0
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return letters+digits >= 20 && letters > 0 && digits > 2
}
