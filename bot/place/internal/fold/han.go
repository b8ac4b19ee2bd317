package fold

import (
	_ "embed"
	"encoding/binary"
	"sort"
)

// hanTable holds pairs of 16-bit characters, traditional then simplified, sorted by the former.
// The builder writes it from kSimplifiedVariant of the Unihan database (Unicode-3.0).
//
//go:embed han.bin
var hanTable string

// simplified maps a traditional Chinese character to its simplified form, anything else to itself.
func simplified(r rune) rune {
	if r < 0x3400 || r > 0x9FFF {
		return r
	}
	const pair = 4
	at := func(i int) rune {
		return rune(binary.BigEndian.Uint16([]byte(hanTable[i*pair : i*pair+2])))
	}
	n := len(hanTable) / pair
	i := sort.Search(n, func(i int) bool { return at(i) >= r })
	if i == n || at(i) != r {
		return r
	}
	return rune(binary.BigEndian.Uint16([]byte(hanTable[i*pair+2 : i*pair+4])))
}
