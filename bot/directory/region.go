package directory

import "strings"

// Region is a part of the world that people look after. Regions form a tree by
// Parent, so that one can be split later: what nobody looks after in a smaller
// region falls to those of the larger one.
type Region struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Parent string  `json:"parent,omitempty"`
	Covers []Cover `json:"covers,omitempty"`
	Source string  `json:"source,omitempty"`
}

// Cover is one place word of a region and what the gazetteer made of it.
type Cover struct {
	Words string   `json:"words"`           // as the file has it: "Nordics", "Texas, US"
	Areas []string `json:"areas,omitempty"` // "DE" a country, "US.TX" a subdivision, "macro:nordics" the word itself
}

// areas lists what the region covers, without its smaller regions.
func (r Region) areas() []string {
	var all []string
	for _, c := range r.Covers {
		all = append(all, c.Areas...)
	}
	return all
}

// wide says whether the region spans more than one country. One that says nothing of
// what it covers is a roof over other regions, and counts as wide.
func (r Region) wide() bool {
	areas := r.areas()
	if len(areas) == 0 {
		return true
	}
	country, _, _ := strings.Cut(areas[0], ".")
	for _, area := range areas {
		if cc, _, _ := strings.Cut(area, "."); cc != country || strings.Contains(cc, ":") {
			return true
		}
	}
	return false
}
