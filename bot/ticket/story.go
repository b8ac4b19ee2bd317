package ticket

import (
	"fmt"
	"slices"
	"strings"
)

// mostTold is how many deeds a card tells, the latest.
const mostTold = 8

// mostQuoted is how many characters a card quotes of what was said before the last word.
// Everybody has had these words already, but for what was said in confidence.
const mostQuoted = 400

// joined is the deed of somebody who has said “me, too”, and took that of a ticket that has
// become part of another one.
const (
	joined = "joined"
	took   = "merged in "
)

// story tells the latest deeds, one a line, with what was said.
func (h *hand) story() (string, error) {
	deeds, before := h.told(), h.t.Dropped
	if n := len(deeds) - mostTold; n > 0 {
		deeds, before = deeds[n:], n+before
	}
	var lines []string
	if before > 0 {
		lines = append(lines, fmt.Sprintf("… %d before", before))
	}
	for i, d := range deeds {
		who, err := h.doer(d)
		if err != nil {
			return "", err
		}
		line := stamp(d.At, h.req.Who.Zone) + "  " + who + ": " + d.What
		if text := h.quoted(d, i == len(deeds)-1); text != "" {
			line += " – " + text
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

// told are the deeds that the speaker may hear of. To somebody who has only joined in that
// is how far the ticket has come; what the two sides say to each other is not for them.
func (h *hand) told() []Deed {
	if !h.voice || h.office {
		return h.t.Deeds
	}
	return slices.DeleteFunc(slices.Clone(h.t.Deeds), func(d Deed) bool {
		_, stage := h.k.stage(d.What)
		return !stage && !d.By.is(h.me) && !slices.Contains([]string{"opened", "declined", "closed"}, d.What)
	})
}

// doer is what whoever did a deed is called to the speaker. Who else has joined in is known
// to those alone who look after the ticket.
func (h *hand) doer(d Deed) (string, error) {
	switch {
	case d.By.nobody():
		return "I", nil
	case d.By.is(h.me):
		return "you", nil
	case d.What == joined && !h.office:
		return "somebody", nil
	}
	return h.speaker(h.tx, h.t, d.By)
}

// quoted is what was said with a deed, as far as the speaker is shown it.
func (h *hand) quoted(d Deed, last bool) string {
	if strings.HasPrefix(d.What, took) && !h.office {
		return "" // somebody else's words
	}
	if text := []rune(d.Text); len(text) > mostQuoted && !last && !h.k.Secret {
		return string(text[:mostQuoted]) + "…"
	}
	return d.Text
}
