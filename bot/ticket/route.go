package ticket

import (
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// regions lists the regions in which ambassadors should see a request: those of its place,
// or where it names none of the country of the asker's zone. What goes to a person or a
// desk is not for them.
func (e *Engine) regions(tx store.Tx, k Kind, ref, zone string) ([]string, error) {
	if k.To != ToRegion || k.Secret {
		return nil, nil
	}
	if ref == "" {
		ref = "country:" + e.people.ZoneCountry(zone)
	}
	return e.people.Covering(tx, ref)
}

// route finds who should have a ticket: the first whom its kind's route leads to, who is
// there and can be written to, and who has not had it before. Nobody means the desk.
func (e *Engine) route(tx store.Tx, out *bot.Outbox, t Ticket, at time.Time, zone string) (Party, error) {
	var ids []string
	var err error
	switch k := e.kindOf(t); k.To {
	case ToPerson:
		ids = []string{t.Values["person"]}
	case ToRegion:
		ids, err = e.people.Responsible(tx, directory.Need{
			Place: t.Values["place"], Zone: zone, Topic: t.Values["topic"], Language: t.Values["language"], At: at,
		})
	}
	if err != nil {
		return Party{}, err
	}
	for _, id := range ids {
		p := Party{ID: id}
		if p.is(t.Asker) || t.had(p) {
			continue
		}
		ok, err := e.there(tx, out, p, at)
		if err != nil || ok {
			return p, err
		}
	}
	return Party{}, nil
}

// had says whether somebody has had the ticket and gave it away, or left.
func (t Ticket) had(p Party) bool {
	for _, d := range t.Deeds {
		if d.What == passed && (d.By.is(p) || d.From.is(p)) {
			return true
		}
	}
	return false
}

// there says whether somebody can look after a ticket: neither away nor emeritus, and
// within reach.
func (e *Engine) there(tx store.Tx, out *bot.Outbox, p Party, at time.Time) (bool, error) {
	if p.ID == "" {
		return out.Reaches(p.Account.Platform), nil
	}
	record, ok, err := e.people.Record(tx, p.ID)
	if err != nil || !ok || record.At(at) != directory.Active {
		return false, err
	}
	_, ok, err = e.reach(tx, out, p)
	return ok, err
}
