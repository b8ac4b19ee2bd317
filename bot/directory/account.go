package directory

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// accountCommands look after the accounts that a person has.
func (d *Directory) accountCommands() []bot.Command {
	return []bot.Command{d.linkCommand(), {
		Name: "settings unlink", Summary: "take an account away that is not yours any more", Needs: bot.Member,
		Examples: []string{"settings unlink"},
		Fields: []bot.Field{{
			Name: "account", Label: "Which account?", Hint: "The name of its platform will do where you have one there.", Optional: true,
		}},
		Handle: d.unlink,
	}, {
		Name: "settings platform", Summary: "say on which platform I write to you first", Needs: bot.Member,
		Examples: []string{"settings platform"},
		Fields:   []bot.Field{{Name: "platform", Label: "Which platform?", Hint: "One on which you have an account."}},
		Handle: d.change(func(req *bot.Request, p *Person) error {
			return p.prefer(req.Values["platform"])
		}),
	}}
}

// Reach lists the accounts by which a person can be reached, the one they prefer first;
// none for somebody unknown, or of whom every account is deactivated.
func (d *Directory) Reach(tx store.Tx, id string) ([]bot.Address, error) {
	p, ok, err := d.people.Get(tx, store.K(id))
	if err != nil || !ok || p.Gone {
		return nil, err
	}
	return p.Accounts, nil
}

// prefer moves the accounts on a platform to the front: the first is the preferred one,
// in files as well, so that no export and no import needs to know more.
func (p *Person) prefer(platform string) error {
	first := p.accountsCalled(platform)
	if len(first) == 0 {
		return bot.Refuse("You have no account on “%s” here. %s", brief(platform), p.accountWords())
	}
	rest := slices.DeleteFunc(slices.Clone(p.Accounts), func(a bot.Address) bool { return slices.Contains(first, a) })
	p.Accounts = append(first, rest...)
	return nil
}

// accountsCalled are the person's accounts that words name: one as records write it, by
// its user, or those of a platform.
func (p Person) accountsCalled(words string) []bot.Address {
	words = strings.TrimPrefix(strings.Trim(words, "<> "), "@")
	for _, names := range []func(bot.Address) string{
		bot.Address.String,
		func(a bot.Address) string { return a.Platform },
		func(a bot.Address) string { return strings.TrimPrefix(a.User, "@") },
	} {
		var all []bot.Address
		for _, a := range p.Accounts {
			if strings.EqualFold(names(a), words) {
				all = append(all, a)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// accountWords lists the accounts for their owner.
func (p Person) accountWords() string {
	if len(p.Accounts) == 1 {
		return "I know you as " + p.Accounts[0].String() + " alone."
	}
	return "I know you as " + strings.Join(accountTexts(p.Accounts), ", ") + "."
}

// unlink takes an account away from the speaker, and tells everybody whom it concerns:
// a thief who has one of the accounts could use it, too.
func (d *Directory) unlink(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	p, ok, err := d.self(tx, req)
	if err != nil || !ok {
		return bot.Reply{}, orRefuse(err, unknownToUs+" There is nothing to unlink.")
	}
	account, err := p.toUnlink(req.Values["account"])
	if err != nil {
		return bot.Reply{}, err
	}
	speaker := req.Message.From.Account()
	if account != speaker {
		if err := d.settledIn(tx, speaker); err != nil {
			return bot.Reply{}, err
		}
	}
	if err := d.fresh.Delete(tx, accountKey(account)); err != nil {
		return bot.Reply{}, err
	}
	p.Accounts = slices.DeleteFunc(slices.Clone(p.Accounts), func(a bot.Address) bool { return a == account })
	if err := d.putPerson(tx, p); err != nil {
		return bot.Reply{}, err
	}
	req.On["account"] = account.String()
	if account != speaker {
		words := sentences(fmt.Sprintf("This account is not linked with %s any more: %s has taken it away.", p.Name, speaker),
			"If that was not you, please tell a coordinator.", d.programme())
		if err := tell(tx, req, "unlinked", []bot.Address{account}, bot.Say(words)); err != nil {
			return bot.Reply{}, err
		}
	}
	others := slices.DeleteFunc(slices.Clone(p.Accounts), func(a bot.Address) bool { return a == speaker })
	words := fmt.Sprintf("Your account %s is not linked any more: %s has taken it away. If that was not you, please tell a coordinator.", account, speaker)
	if err := tell(tx, req, "unlinked", others, bot.Say(words)); err != nil {
		return bot.Reply{}, err
	}
	words = fmt.Sprintf("The account %s of %s is not linked any more: %s has taken it away. If you did not expect that, please ask them.", account, p.Name, speaker)
	if err := d.tellTeam(tx, req, "unlinked", p, words); err != nil {
		return bot.Reply{}, err
	}
	return bot.Hush(bot.Say(account.String() + " is not linked any more. " + p.accountWords())), nil
}

// freshTime is how long a linked account can take no other away: whoever has the others is told of it at once, and has
// this long to undo it.
const freshTime = 7 * 24 * time.Hour

// settledIn refuses an account that was linked lately.
func (d *Directory) settledIn(tx store.Tx, account bot.Address) error {
	at, there, err := d.fresh.Get(tx, accountKey(account))
	if err != nil || !there || time.Since(at) >= freshTime {
		return err
	}
	return bot.Refuse("This account was linked on %s, and for a week such a one can take no other away. Say it with the other account, or ask a coordinator.", at.UTC().Format("2 January"))
}

// forgetFresh drops what is known of accounts that are not fresh any more.
func (b buckets) forgetFresh(tx store.Tx, now time.Time) error {
	var over []store.Key
	for row, err := range b.fresh.All(tx, nil) {
		if err == nil && now.Sub(row.Value) >= freshTime {
			over = append(over, row.Key.Clone())
		}
	}
	return dropAll(tx, b.fresh, over)
}

// toUnlink is the account that words name, if it can be taken away. Without words the
// person chooses: a button that says which is safer than a guess.
func (p Person) toUnlink(words string) (bot.Address, error) {
	if len(p.Accounts) < 2 {
		return bot.Address{}, bot.Refuse("This is the only account I know you by, so it stays. A coordinator can take you out of the directory.")
	}
	named := p.accountsCalled(words)
	switch {
	case words == "":
		named = p.Accounts
	case len(named) == 1:
		return named[0], nil
	case len(named) == 0:
		return bot.Address{}, bot.Refuse("You have no account “%s” here. %s", brief(words), p.accountWords())
	}
	which := bot.Refuse("Which account shall I take away?")
	for _, a := range named {
		which.Offer(bot.Action{Label: a.String(), Line: "settings unlink " + a.String()})
	}
	return bot.Address{}, which
}
