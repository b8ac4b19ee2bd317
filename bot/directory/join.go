package directory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// join makes the speaker's account one of the person's. What the account had of its own
// is joined where that is settings alone; anything else two people have to look at.
func (d *Directory) join(tx store.Tx, req *bot.Request, p Person) (bot.Reply, error) {
	account, before := req.Message.From.Account(), slices.Clone(p.Accounts)
	if req.Who.Role > max(bot.Member, p.title()) {
		return bot.Reply{}, twoPeople()
	}
	own, had, err := d.self(tx, req)
	if err != nil {
		return bot.Reply{}, err
	}
	said := "This account is linked now: you are " + p.Name + " here, too. Roles, groups and settings are the same with all your accounts."
	if had {
		alone, err := d.onlySettings(tx, own)
		if err != nil {
			return bot.Reply{}, err
		}
		if !alone {
			return bot.Reply{}, twoPeople()
		}
		if err := d.remove(tx, kindPerson, own.ID); err != nil {
			return bot.Reply{}, err
		}
		said += " " + p.takeSettings(own)
		req.On["joined"] = own.ID
	}
	p.Accounts = append(before, account)
	if err := d.putPerson(tx, p); err != nil {
		return bot.Reply{}, err
	}
	if err := d.fresh.Put(tx, accountKey(account), time.Now()); err != nil {
		return bot.Reply{}, err
	}
	req.On[kindPerson], req.On["account"] = p.ID, account.String()
	if err := d.announce(tx, req, p, before); err != nil {
		return bot.Reply{}, err
	}
	return bot.Hush(bot.Say(said, bot.Action{Label: "Settings", Line: "settings"})), nil
}

// twoPeople refuses to make one person of two: roles, regions and groups are given by
// coordinators, and none may come or go by a code.
func twoPeople() error {
	return bot.Refuse("The directory keeps more about this account than settings, and I must not lose any of it. Please ask a coordinator to join the two records.")
}

// onlySettings says whether a record of one account holds nothing but what people set
// for themselves with “settings”, beside the name that every record has.
func (d *Directory) onlySettings(tx store.Tx, p Person) (bool, error) {
	if p.Role > bot.Member || p.Status != Active || len(p.Accounts) != 1 {
		return false, nil
	}
	if len(p.Regions)+len(p.Topics)+len(p.Links) > 0 || p.Since+p.Note+p.Spot.Words+p.Spot.Country != "" || p.Spot.Ref != "" {
		return false, nil
	}
	for row, err := range d.groups.All(tx, nil) {
		if err != nil {
			return false, err
		}
		if row.Value.Mentor == p.ID || slices.Contains(row.Value.Leaders, p.ID) {
			return false, nil
		}
	}
	return true, nil
}

// takeSettings takes over what the person has not set from another record of theirs,
// and says what has become of it.
func (p *Person) takeSettings(from Person) string {
	var taken, left []string
	take := func(what string, mine, theirs int, set func()) {
		switch {
		case theirs == 0:
		case mine == 0:
			set()
			taken = append(taken, what)
		default:
			left = append(left, what)
		}
	}
	take("languages", len(p.Languages), len(from.Languages), func() { p.Languages = from.Languages })
	take("time zone", len(p.Zone), len(from.Zone), func() { p.Zone = from.Zone })
	take("what others see", len(p.Shows), len(from.Shows), func() { p.Shows = from.Shows })
	said := "What I kept about this account as " + from.Name + " is joined with that."
	if len(taken) > 0 {
		said += " Taken over from it: " + strings.Join(taken, ", ") + "."
	}
	if len(left) > 0 {
		said += " As you had set it before: " + strings.Join(left, ", ") + "."
	}
	return said
}

// announce tells the person's other accounts of the new one, and the other coordinators
// where it may do now what they may.
func (d *Directory) announce(tx store.Tx, req *bot.Request, p Person, others []bot.Address) error {
	account := req.Message.From.Account()
	undo := bot.Action{Label: "Unlink " + account.String(), Line: `settings unlink ` + account.String()}
	words := fmt.Sprintf("Your account %s has been linked: whoever uses it is you here. Say “settings unlink” if that was not you.", account)
	if err := tell(tx, req, "linked", others, bot.Say(words, undo)); err != nil {
		return err
	}
	words = fmt.Sprintf("%s has linked the account %s, which may do what a coordinator may from now on. If you did not expect that, please ask them.", p.Name, account)
	return d.tellTeam(tx, req, "linked", p, words)
}

// tellTeam tells the other coordinators what has become of a coordinator's accounts; of anybody else's, nobody.
func (d *Directory) tellTeam(tx store.Tx, req *bot.Request, what string, p Person, words string) error {
	if p.title() != bot.Coordinator {
		return nil
	}
	team, err := d.Coordinators(tx)
	if err != nil {
		return err
	}
	team = slices.DeleteFunc(team, func(a bot.Address) bool { return slices.Contains(p.Accounts, a) })
	return tell(tx, req, what, team, bot.Say(words, bot.Action{Label: "Show", Line: "directory show " + p.ID}))
}
