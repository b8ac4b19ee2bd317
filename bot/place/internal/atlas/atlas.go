// Package atlas is the file format of the gazetteer: written once by the builder, read in place.
//
// Nothing is decoded on opening. A file is one string with these sections, all numbers little
// endian, sizes in bytes:
//
//	texts    every shown text once: uvarint length, bytes; named by its offset
//	cities   24 each, sorted by GeoNames id
//	areas    32 each, sorted by ref: countries, macro-regions, subdivisions
//	zones    6 each, sorted by name: IANA zone and its country
//	shelves  20 each: all names of one length stand on one shelf
//	keys     the folded names, shelf by shelf; on each those that may be guessed at, then the others,
//	         both sorted
//	masks    8 for each name that may be guessed at: which letters it has, see Mask
//	values   4 for each name: what it means, see Sense
//	lists    the names that mean several things: uint32 count, then values
//	words    4 each, sorted: hashes of words of everyday language, see IsWord
//
// Names of equal length need no pointers and no separators, a binary search finds one, and a
// search for typos looks at the shelves of nearly the same length only.
package atlas

import (
	"errors"
	"fmt"
)

// magic opens every file; its digit changes with the format.
const magic = "PLACES1\n"

// The sections in the order of the file.
const (
	texts = iota
	cities
	areas
	zones
	shelves
	keys
	masks
	values
	lists
	words
	sections
)

// Sizes of the records, in bytes.
const (
	citySize  = 24
	areaSize  = 32
	zoneSize  = 6
	shelfSize = 20
	maskSize  = 8
	valueSize = 4
	wordSize  = 4
)

// ErrFormat says that a file is no atlas, or one of another format.
var ErrFormat = errors.New("not a gazetteer of this format")

// Atlas reads a file. It is safe for concurrent use: nothing in it ever changes.
type Atlas struct {
	vintage string
	section [sections]string
}

// Open checks the header of file and keeps a reference to it; it copies nothing.
// The error wraps ErrFormat.
func Open(file string) (*Atlas, error) {
	const header = len(magic) + 4*(sections+1)
	if len(file) < header || file[:len(magic)] != magic {
		return nil, ErrFormat
	}
	a := &Atlas{}
	rest := file[header:]
	cut := func(i int) (part string, ok bool) {
		size := int(u32(file[len(magic):], 4*i))
		if size > len(rest) {
			return "", false
		}
		part, rest = rest[:size], rest[size:]
		return part, true
	}
	for i := range a.section {
		part, ok := cut(i)
		if !ok {
			return nil, fmt.Errorf("%w: section %d is cut off", ErrFormat, i)
		}
		a.section[i] = part
	}
	vintage, ok := cut(sections)
	if !ok || rest != "" {
		return nil, fmt.Errorf("%w: wrong length", ErrFormat)
	}
	a.vintage = vintage
	return a, nil
}

// Vintage is the line the builder left about its sources.
func (a *Atlas) Vintage() string { return a.vintage }

// text reads the text at an offset of the texts section.
func (a *Atlas) text(offset uint32) string {
	s := a.section[texts][offset:]
	size, n := uvarint(s)
	return s[n : n+size]
}

// u16 reads a number at a byte offset.
func u16(s string, at int) uint16 { return uint16(s[at]) | uint16(s[at+1])<<8 }

// u32 reads a number at a byte offset.
func u32(s string, at int) uint32 { return uint32(u16(s, at)) | uint32(u16(s, at+2))<<16 }

// u64 reads a number at a byte offset.
func u64(s string, at int) uint64 { return uint64(u32(s, at)) | uint64(u32(s, at+4))<<32 }

// uvarint is binary.Uvarint over a string, which spares a copy.
func uvarint(s string) (value, size int) {
	for i := range len(s) {
		value |= int(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}
