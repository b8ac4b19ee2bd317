package main

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// hanTable makes the table of package fold from Unihan_Variants.txt.bz2: pairs of 16-bit
// characters, traditional and simplified, sorted. A character that has a simplified form but is
// in use as it is (台, 乾) is left alone.
func hanTable(packed []byte) ([]byte, error) {
	pairs := map[uint16]uint16{}
	lines := bufio.NewScanner(bzip2.NewReader(bytes.NewReader(packed)))
	for lines.Scan() {
		col := strings.Split(lines.Text(), "\t")
		if len(col) != 3 || col[1] != "kSimplifiedVariant" || strings.Contains(col[2], col[0]) {
			continue
		}
		from, err1 := codePoint(col[0])
		to, err2 := codePoint(strings.Fields(col[2])[0])
		if err1 == nil && err2 == nil { // an error means: beyond 16 bits, a character no place has
			pairs[from] = to
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("Unihan_Variants.txt: %w", err)
	}
	var table []byte
	for _, from := range sorted(pairs) {
		table = binary.BigEndian.AppendUint16(table, from)
		table = binary.BigEndian.AppendUint16(table, settled(pairs, from))
	}
	return table, nil
}

// settled follows chains of variants to their end, so that a key of a key stays the same.
func settled(pairs map[uint16]uint16, from uint16) uint16 {
	seen := []uint16{from}
	to := pairs[from]
	for pairs[to] != 0 && !slices.Contains(seen, to) {
		seen = append(seen, to)
		to = pairs[to]
	}
	return to
}

// codePoint reads "U+6771".
func codePoint(s string) (uint16, error) {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "U+"), 16, 16)
	return uint16(n), err
}
