package newsletter

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// Item is one item as readers see it. All of it is what somebody wrote.
type Item struct {
	Category, Title, Text, Link, Group string

	Until string // the last day on which it is of use, as 2006-01-02; may be empty
}

// itemOf is a ticket as readers see it.
func itemOf(t ticket.Ticket) Item {
	v := t.Values
	return Item{Category: v["category"], Title: v["title"], Text: v["text"], Link: v["link"], Group: v["group"], Until: v["until"]}
}

// until says how long an item is of use; empty where it is not known. What is stored passed the check of
// dates, and what is none all the same is left out.
func (i Item) until() string {
	t, err := time.Parse(time.DateOnly, i.Until)
	if err != nil {
		return ""
	}
	return "Until " + t.Format("2 January 2006")
}

// checkLabel brings the label of an issue into its form, 2006-01.
func checkLabel(label string) (string, error) {
	t, err := time.Parse("2006-1", label)
	if err != nil || t.Year() < 2000 || t.Year() > 2200 {
		return "", bot.Refuse("An issue is called by its year and month, such as 2026-12.")
	}
	return t.Format("2006-01"), nil
}

// checkPublished is checkLabel where a link comes after the label: words that are no link are taken for part of
// the label, which is then not what is wrong.
func checkPublished(text string) (string, error) {
	if words := strings.Fields(text); len(words) > 1 {
		if _, err := checkLabel(words[0]); err == nil {
			return "", bot.Refuse("“%s” is no link that everybody can open: after %s comes one that starts with https:// or http://.", strings.Join(words[1:], " "), words[0])
		}
	}
	return checkLabel(text)
}

// gathered is what an issue would have in it.
type gathered struct {
	items []ticket.Ticket // in the order of an issue
	past  []ticket.Ticket // accepted, but of no use any more
	later int             // accepted, but not among those that were seen
}

// gather finds the accepted items that are not published. Those that somebody has seen, if any are
// named, are an issue as it was: what was accepted since waits for another one. Else an item is left
// out that is of use until a day before the issue's month, or before the instant.
func (r *Room) gather(tx store.Tx, label string, at time.Time, seen []uint64) (g gathered, err error) {
	all, err := r.Tickets.OfKind(tx, Name, mostRead, func(t ticket.Ticket) bool { return t.Stage == Accepted })
	first := max(label+"-01", at.UTC().Format(time.DateOnly))
	for _, t := range all {
		until := t.Values["until"]
		past := until != "" && until < first
		switch {
		case slices.Contains(seen, t.Number), seen == nil && !past:
			g.items = append(g.items, t)
		case past:
			g.past = append(g.past, t)
		default:
			g.later++
		}
	}
	slices.SortFunc(g.past, func(a, b ticket.Ticket) int { return cmp.Compare(a.Number, b.Number) })
	slices.SortFunc(g.items, func(a, b ticket.Ticket) int {
		x, y := a.Values["category"], b.Values["category"]
		return cmp.Or(cmp.Compare(r.place(x), r.place(y)), cmp.Compare(x, y), cmp.Compare(a.Number, b.Number))
	})
	return g, err
}

// Buttons name the items of an issue by number, as the clocks of platforms differ too much to tell
// what was accepted when. The numbers are in order, each but the first as its distance from the one
// before, to the base 36: a hundred of them are short enough.

// mostSeen is how long they may be together, as a field of text takes them.
const mostSeen = 300

// pack writes the numbers of items; empty for more than a button holds, which then stands for all.
func pack(all []ticket.Ticket) string {
	var numbers []uint64
	for _, t := range all {
		numbers = append(numbers, t.Number)
	}
	slices.Sort(numbers)
	var parts []string
	last := uint64(0)
	for _, n := range numbers {
		parts = append(parts, strconv.FormatUint(n-last, 36))
		last = n
	}
	if packed := strings.Join(parts, "."); len(packed) <= mostSeen {
		return packed
	}
	return ""
}

// unpack reads what pack writes.
func unpack(packed string) (numbers []uint64, err error) {
	if packed == "" {
		return nil, nil
	}
	last := uint64(0)
	for part := range strings.SplitSeq(packed, ".") {
		n, err := strconv.ParseUint(part, 36, 32)
		if err != nil {
			return nil, fmt.Errorf("numbers of items: %w", err)
		}
		last += n
		numbers = append(numbers, last)
	}
	return numbers, nil
}

// checkSeen holds what only buttons say.
func checkSeen(packed string) (string, error) {
	if _, err := unpack(packed); err != nil {
		return "", bot.Refuse("“seen” is for buttons: leave it out.")
	}
	return packed, nil
}

// place is where a category comes in an issue; one that has left the configuration comes last.
func (r *Room) place(category string) int {
	if i := slices.Index(r.Categories, category); i >= 0 {
		return i
	}
	return len(r.Categories)
}

// Issue is an issue as readers see it.
type Issue struct {
	Name     string // of the newsletter
	Label    string // such as 2026-12
	Sections []Section
}

// Section is the items of one category.
type Section struct {
	Category string
	Items    []Item
}

// issueOf makes an issue of items that are in its order.
func (r *Room) issueOf(label string, items []ticket.Ticket) Issue {
	i := Issue{Name: r.Name, Label: label}
	for _, t := range items {
		item := itemOf(t)
		if n := len(i.Sections); n == 0 || i.Sections[n-1].Category != item.Category {
			i.Sections = append(i.Sections, Section{Category: item.Category})
		}
		last := &i.Sections[len(i.Sections)-1]
		last.Items = append(last.Items, item)
	}
	return i
}

// Title is what stands above the issue: “Community newsletter, December 2026”.
func (i Issue) Title() string {
	month := i.Label
	if t, err := time.Parse("2006-01", i.Label); err == nil {
		month = t.Format("January 2006")
	}
	return i.Name + ", " + month
}
