package checkin

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/checkin/period"
	"ambassador/store"
)

// owing is an ask with its kind.
type owing struct {
	Ask
	k Kind
}

// owes lists what somebody is to answer or has answered: what waits first, the soonest to close first; then the rest,
// the newest first.
func (e *Engine) owes(tx store.Tx, who string) (all []owing, err error) {
	if who == "" {
		return nil, nil
	}
	asks, err := e.owedBy(tx, who)
	if err != nil {
		return nil, err
	}
	for _, a := range asks {
		k, err := e.kindOf(tx, a)
		if err != nil {
			return nil, err
		}
		all = append(all, owing{a, k})
	}
	slices.SortStableFunc(all, func(a, b owing) int {
		switch {
		case a.Open() && b.Open():
			return cmp.Or(a.Closes.Compare(b.Closes), cmp.Compare(a.To, b.To)) // their own comes first
		case a.Open() != b.Open():
			return map[bool]int{true: -1, false: 1}[a.Open()]
		}
		return b.Due.Compare(a.Due)
	})
	return all, nil
}

// named finds the kind that words name, and the label if they name one, too: “report”, “report-2027-q1”. A label that can
// be none is refused.
func (e *Engine) named(tx store.Tx, words string) (k Kind, label string, ok bool, err error) {
	kinds, err := e.Kinds(tx)
	if err != nil {
		return k, "", false, err
	}
	words = strings.ToLower(strings.Trim(words, " .,!?“”\""))
	longest := func(a, b Kind) int { return cmp.Compare(len(b.Name), len(a.Name)) }
	for _, k := range slices.SortedFunc(slices.Values(kinds), longest) {
		if words == k.Name || words == strings.ToLower(k.Noun) {
			return k, k.onlyLabel(), true, nil
		}
		if label, found := strings.CutPrefix(words, k.Name+"-"); found && k.Once == "" {
			label = strings.ToUpper(label)
			if _, _, _, err := period.ParseLabel(label); err != nil {
				return k, "", false, bot.Refuse("I know no such round. %v", err).Offer(mineAction())
			}
			return k, label, true, nil
		}
	}
	return k, "", false, nil
}

// onlyLabel is the label of the only round there is; empty where there are more.
func (k Kind) onlyLabel() string { return k.Once }

// pick finds what somebody means that they are to answer: the round they name, or what waits for them, or what they
// answered last and can change still. All errors that are theirs are refusals.
func (e *Engine) pick(tx store.Tx, req *bot.Request, words string, open bool) (owing, error) {
	all, err := e.owes(tx, req.Who.ID)
	if err != nil {
		return owing{}, err
	}
	if all, err = e.narrowed(tx, all, words, req.Who.ID); err != nil {
		return owing{}, err
	}
	for _, o := range all {
		if o.Open() || !open && o.Editable(req.Message.At) {
			return o, nil
		}
	}
	if len(all) > 0 && words != "" {
		return owing{}, all[0].past(req.Who.Zone)
	}
	return owing{}, bot.Refuse("Nothing is asked of you at the moment.").Offer(mineAction())
}

// narrowed leaves those that words mean: all of them where there are none. Words that name no check-in are refused.
func (e *Engine) narrowed(tx store.Tx, all []owing, words, who string) ([]owing, error) {
	if words == "" {
		return all, nil
	}
	round, whose, _ := strings.Cut(words, of)
	k, label, known, err := e.named(tx, round)
	switch {
	case err != nil:
		return nil, err
	case !known:
		return nil, bot.Refuse("I know no check-in “%s”.", short(words)).Offer(mineAction())
	}
	return meantBy(all, k.Name, label, whose, who), nil
}

// meantBy leaves those that a name means, of which a label and whose it is may be empty. Of a round that is named it is
// the speaker's own, if there is one: others' are called by whose they are.
func meantBy(all []owing, kind, label, whose, who string) []owing {
	own := func(o owing) bool { return o.Kind == kind && o.Label == label && o.Person == who }
	if whose == "" && slices.ContainsFunc(all, own) {
		whose = who
	}
	return slices.DeleteFunc(all, func(o owing) bool {
		return o.Kind != kind || label != "" && o.Label != label || whose != "" && o.Person != whose
	})
}

// past says why there is nothing to be done about a round.
func (o owing) past(zone string) *bot.Refusal {
	switch o.State {
	case Answered:
		return bot.Refuse("You have answered this already: your %s came in on %s.", o.k.called(o.Label), day(o.At, zone)).Offer(o.showAction())
	case Skipped:
		return bot.Refuse("Your %s was left out: %s.", o.k.called(o.Label), o.Reason).Offer(o.showAction())
	}
	return bot.Refuse("Your %s closed on %s.", o.k.called(o.Label), day(o.Closes.Add(-time.Second), zone)).Offer(o.showAction())
}

// mineAction leads to what is asked of somebody.
func mineAction() bot.Action { return bot.Action{Label: "What is asked of me", Line: "checkin mine"} }

// backAction takes back what was passed on.
func (o owing) backAction() bot.Action {
	return bot.Action{Label: "Take it back", Line: "checkin pass me for " + o.k.Ref(o.Label)}
}

// showAction leads to what was answered.
func (o owing) showAction() bot.Action {
	return bot.Action{Label: "Show it", Line: "checkin show " + o.k.ref(o.Ask)}
}
