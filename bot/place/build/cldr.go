package main

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// names are the names of one territory or subdivision, by language.
type names map[string][]string

// english is the plain English name.
func (n names) english() string {
	if all := n["en"]; len(all) > 0 {
		return all[0]
	}
	return ""
}

// readNames reads territories.json or subdivisions.json of every language: code → names.
// The plain name of a language comes first, its variants ("US", "Czech Republic") after it.
func readNames(files map[string][]byte, member string) (map[string]names, error) {
	all := map[string]names{}
	for _, file := range sorted(files) {
		var doc struct {
			Main         map[string]display
			Subdivisions display
		}
		if err := json.Unmarshal(files[file], &doc); err != nil {
			return nil, fmt.Errorf("decode %s: %w", file, err)
		}
		found := doc.Subdivisions
		for _, d := range doc.Main {
			found = d
		}
		language := path.Base(path.Dir(file))
		byCode := found.LocaleDisplayNames[member]
		for _, key := range sorted(byCode) {
			code, _, variant := strings.Cut(key, "-alt-")
			code = strings.ToUpper(code)
			if all[code] == nil {
				all[code] = names{}
			}
			// Sorted keys bring "US" before "US-alt-short", but a language may have the variant only.
			if variant {
				all[code][language] = append(all[code][language], byCode[key])
			} else {
				all[code][language] = slices.Insert(all[code][language], 0, byCode[key])
			}
		}
	}
	return all, nil
}

// display is the part of a CLDR file that holds names.
type display struct {
	LocaleDisplayNames map[string]map[string]string
}

// containment is M49: which areas an area consists of.
type containment map[string][]string

// readContainment reads territoryContainment.json without groupings and what is deprecated.
func readContainment(content []byte) (containment, error) {
	var doc struct {
		Supplemental struct {
			TerritoryContainment map[string]struct {
				Contains []string `json:"_contains"`
			}
		}
	}
	if err := json.Unmarshal(content, &doc); err != nil {
		return nil, fmt.Errorf("decode territoryContainment.json: %w", err)
	}
	all := containment{}
	for code, node := range doc.Supplemental.TerritoryContainment {
		if len(code) <= 3 && code != "EU" && code != "EZ" && code != "UN" && code != "QO" {
			all[code] = node.Contains
		}
	}
	return all, nil
}

// countries lists the ISO countries that make up an area, sorted; a country is itself.
// Parts of countries that CLDR numbers for its own ends (Ceuta, the Canaries, Sark) are left out.
func (c containment) countries(code string) []string {
	parts, ok := c[code]
	if !ok {
		if len(code) != 2 || slices.Contains([]string{"EA", "IC", "CQ", "QO"}, code) {
			return nil
		}
		return []string{code}
	}
	var all []string
	for _, part := range parts {
		all = append(all, c.countries(part)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// parents says for each part which area it lies in: "DE" → "155", "155" → "150".
// Areas that only group others, such as 003 or 419, are nobody's parent.
func (c containment) parents() map[string]string {
	up := map[string]string{}
	for _, code := range sorted(c) {
		if code == "003" || code == "202" || code == "419" {
			continue
		}
		for _, part := range c[code] {
			up[part] = code
		}
	}
	return up
}

// readAlpha3 reads codeMappings.json: the codes of two letters with those of three.
func readAlpha3(content []byte) (map[string]string, error) {
	var doc struct {
		Supplemental struct {
			CodeMappings map[string]struct {
				Alpha3 string `json:"_alpha3"`
			}
		}
	}
	if err := json.Unmarshal(content, &doc); err != nil {
		return nil, fmt.Errorf("decode codeMappings.json: %w", err)
	}
	all := map[string]string{}
	for cc, mapping := range doc.Supplemental.CodeMappings {
		all[cc] = mapping.Alpha3
	}
	return all, nil
}
