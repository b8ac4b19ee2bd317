package fold

import (
	"strings"
	"unicode/utf8"
)

// Saint swaps the written-out and the short form of the words that names often begin with:
// "saint louis" and "st louis", "fort worth" and "ft worth". It reports whether it changed key.
func Saint(key string) (string, bool) {
	for _, pair := range [...][2]string{
		{"saint ", "st "}, {"sainte ", "ste "}, {"sankt ", "st "}, {"fort ", "ft "}, {"mount ", "mt "},
		{"santa ", "sta "}, {"santo ", "sto "},
	} {
		for from, to := range [2]string{pair[1], pair[0]} {
			if rest, ok := strings.CutPrefix(key, pair[from]); ok {
				return to + rest, true
			}
		}
	}
	return key, false
}

// Unsuffixed takes the sign for city, district, province or the like off a Chinese, Japanese or
// Korean name of three characters or more: "京都市" and "京都". It reports whether it changed key.
func Unsuffixed(key string) (string, bool) {
	for _, suffix := range [...]string{
		"特别行政区", "自治区", "特别市", "특별자치도", "특별자치시", "특별시", "광역시",
		"市", "都", "府", "县", "県", "省", "区", "郡", "町", "村", "州", "시", "도", "군", "구",
	} {
		rest, ok := strings.CutSuffix(key, suffix)
		if ok && utf8.RuneCountInString(rest) >= 2 {
			return rest, true
		}
	}
	return key, false
}
