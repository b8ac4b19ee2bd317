package worktime

import "time"

// Weekend returns the days on which a country rests, by its ISO 3166-1 code in capitals; Saturday and Sunday
// for one that is not known. It is what most people there have, not the law: banks or schools may differ.
//
// Source: Unicode CLDR 48, supplemental data, weekData (weekendStart and weekendEnd), as ICU 78.2 gives it for
// all codes of two letters; without NT and YD, which are no more.
func Weekend(country string) []time.Weekday {
	switch country {
	case "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "OM", "QA", "SA", "SD", "SY", "YE":
		return []time.Weekday{time.Friday, time.Saturday}
	case "AF":
		return []time.Weekday{time.Thursday, time.Friday}
	case "IR":
		return []time.Weekday{time.Friday}
	case "IN", "UG":
		return []time.Weekday{time.Sunday}
	}
	return []time.Weekday{time.Saturday, time.Sunday}
}

// week is a set of days, a bit for each.
type week uint8

// weekOf is the days on which a country works.
func weekOf(country string) week {
	days := week(0b111_1111)
	for _, d := range Weekend(country) {
		days &^= 1 << d
	}
	return days
}

// with adds a day.
func (w week) with(d time.Weekday) week { return w | 1<<d }

// has says whether the day is one of them.
func (w week) has(d time.Weekday) bool { return w&(1<<d) != 0 }
