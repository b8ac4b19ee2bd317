package main

import (
	"fmt"
	"slices"
	"strings"

	"ambassador/bot/place/internal/atlas"
	"ambassador/bot/place/internal/fold"
)

// Subdivisions come from two sides: GeoNames knows which city lies in which, CLDR knows their codes of
// ISO 3166-2 and better names. Nothing but the names connects the two.

// generic are the words that say what a subdivision is, not what it is called.
var generic = strings.Fields(`autonomous capital city commune community council county de department
	departement departamento district division do emirate estado federal free governorate hlavni island
	islands kraj land metropolitan metropolis municipality oblast of okrug parish prefecture principality province
	provincia provincial province raion rayon region regional regione republic shi sheng special state
	territory the union voivodeship zupanija judet kommun lan`)

// bare strips the generic words from a folded name; what would be left empty stays whole.
func bare(key string) string {
	var left []string
	for _, word := range words(key) {
		if !slices.Contains(generic, word) {
			left = append(left, word)
		}
	}
	if len(left) == 0 {
		return key
	}
	return strings.Join(left, " ")
}

// addDivisionName enters the GeoNames name of a division, with and without its generic words.
func (w *world) addDivisionName(name string, place int) {
	for _, key := range variants(name) {
		w.add(key, place, atlas.Main)
		if short := bare(key); len(short) > 3 {
			w.add(short, place, atlas.Other)
		}
	}
}

// matchISO finds for each division of GeoNames the code of ISO 3166-2 it goes by: "DE.16" → "DEBE".
// GeoNames numbers divisions in its own way in most countries, so names must do: any name that
// CLDR knows in any language, compared whole, then without generic words, then without spaces.
func (w *world) matchISO() (map[string]string, error) {
	found, taken, err := w.isoByHand()
	if err != nil {
		return nil, err
	}
	for _, form := range []func(string) string{fold.Key, bareKey, squeezeKey} {
		byName := w.isoByName(form)
		for _, level := range []map[string]string{w.admin1, w.admin2} {
			for _, code := range sorted(level) {
				if _, made := w.area["sub:"+code]; !made || found[code] != "" {
					continue
				}
				for _, iso := range byName[code[:2]+"/"+form(level[code])] {
					if !taken[iso] {
						found[code], taken[iso] = iso, true
						break
					}
				}
			}
		}
	}
	return found, nil
}

// isoByHand reads iso.tsv: the codes that are matched already, and by which.
func (w *world) isoByHand() (found map[string]string, taken map[string]bool, err error) {
	lines, err := rows("iso.tsv", isoTable, 2)
	found, taken = map[string]string{}, map[string]bool{}
	for _, col := range lines {
		for _, pair := range strings.Fields(col[1]) {
			iso, code, _ := strings.Cut(pair, "=")
			if _, known := w.area["sub:"+col[0]+"."+code]; !known || w.subdivisions[col[0]+iso] == nil {
				return nil, nil, fmt.Errorf("iso.tsv: %s: no such pair %s", col[0], pair)
			}
			found[col[0]+"."+code], taken[col[0]+iso] = col[0]+iso, true
		}
	}
	return found, taken, err
}

// isoByName lists the codes of ISO 3166-2 by country and name, "DE/berlin", in a form of the name.
func (w *world) isoByName(form func(string) string) map[string][]string {
	all := map[string][]string{}
	for _, code := range sorted(w.subdivisions) {
		if len(code) < 3 {
			continue
		}
		for _, language := range sorted(w.subdivisions[code]) {
			for _, name := range w.subdivisions[code][language] {
				key := code[:2] + "/" + form(name)
				all[key] = append(all[key], code)
			}
		}
	}
	return all
}

// bareKey folds a name and strips its generic words.
func bareKey(name string) string { return bare(fold.Key(name)) }

// squeezeKey is bareKey without spaces.
func squeezeKey(name string) string { return squeeze(bareKey(name)) }

// squeeze takes the spaces out of a key.
func squeeze(key string) string { return strings.ReplaceAll(key, " ", "") }
