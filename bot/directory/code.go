package directory

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"ambassador/bot"
)

// codeLetters are what a one-time code is made of: Crockford's alphabet of base 32, in
// which O reads as 0 and I and L as 1, so that a code read out or off a screen is right
// either way (https://www.crockford.com/base32.html). It has 32 letters, so that a byte
// picks one of them without favour.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength is how many letters a code has: 40 bits, of which a handful are open at any
// time. With five guesses an hour for each account, a million accounts would need years.
const codeLength = 8

// newCode makes a one-time code.
func newCode() string {
	var letters [codeLength]byte
	rand.Read(letters[:]) // never fails, see crypto/rand
	for i, b := range letters {
		letters[i] = codeLetters[b%32]
	}
	return string(letters[:])
}

// spoken writes a code in two groups, as people read and type it.
func spoken(code string) string { return code[:codeLength/2] + "-" + code[codeLength/2:] }

// checkCode reads a code however it is typed: any case, with or without hyphens and
// spaces, with letters that look like digits. A malformed one is told so: that says
// nothing about the codes there are.
func checkCode(typed string) (string, error) {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch {
		case r == 'O':
			r = '0'
		case r == 'I', r == 'L':
			r = '1'
		case strings.ContainsRune(codeLetters, r):
		case unicode.IsLetter(r), unicode.IsNumber(r):
			return "", malformed()
		default:
			continue // a hyphen of any sort, a space, a quotation mark
		}
		b.WriteRune(r)
	}
	if b.Len() != codeLength {
		return "", malformed()
	}
	return b.String(), nil
}

// malformed is the refusal of what cannot be a code.
func malformed() error {
	return bot.Refuse("A code has eight letters and digits, as in ABCD-EFGH. “settings link” without a code gives you one.")
}

// codeHash is how a code is kept, so that neither a backup nor whoever looks at the data
// has codes to use. That it could be found by trying all of them does not matter: by
// then its fifteen minutes are over, and whoever reads the live data owns the bot.
func codeHash(code string) string {
	sum := sha256.Sum256([]byte("ambassador settings link " + code))
	return hex.EncodeToString(sum[:])
}
