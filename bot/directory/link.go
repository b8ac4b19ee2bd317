package directory

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// Accounts of one person are linked with a one-time code: given to the account that the
// directory knows, said with the other one, which then is that person's, too.
//
// What can somebody do who has got hold of one chat account?
//
//   - With an account of a coordinator or anybody else in the directory they are that
//     person already. Linking an account of their own would make it last beyond the
//     theft, so every other account of the person is told, with a button that undoes it.
//     For a week the linked one can take none of the others away, so that the undoing
//     comes first. Where the person is a coordinator all other coordinators are told. No more can
//     be gained this way than by “directory role”, which is a coordinator's anyway; both
//     are in the audit log. “directory role” names all accounts that get the role, so that
//     one linked long before is seen.
//   - With any other account they can guess codes: five an hour, of 2^40. They are not
//     told whether a code was wrong, used or too old, or whose it was.
//   - They can talk somebody into saying a code of theirs. That gives away no role: the
//     code joins its speaker to whoever asked for it, not the other way round; what it
//     gives away is the speaker's settings, and a question that is open with them. So an
//     account unknown here gets no code, and an account that may do more than the record
//     it would join, or has more than settings of its own, is refused.
//   - They can talk somebody into telling them a code. Nothing but the words next to the
//     code can help there, and that all accounts are told.
//   - Roles that are not the record's do not travel: an account named in the
//     configuration keeps its role for itself, a role that an adapter vouches for goes
//     with its message, and a guest, whose platform caps the role, can link nothing.

// codeTime is how long a code works.
const codeTime = 15 * time.Minute

// mostAccounts is how many accounts a person can link: more than anybody needs.
const mostAccounts = 10

// linkCode is the open code of a person, of whom each has one at most.
type linkCode struct {
	Hash  string
	From  bot.Address // the account that asked for it
	Until time.Time
}

// linkCommand gives a code, or takes one.
func (d *Directory) linkCommand() bot.Command {
	return bot.Command{
		Name: "settings link", Summary: "link another account of yours, on any platform", Needs: bot.Member,
		Examples: []string{"settings link", "settings link ABCD-EFGH"},
		Fields: []bot.Field{{
			Name: "code", Label: "Which code?", Hint: "The one I gave you on the other platform.", Optional: true, Check: checkCode,
		}},
		Handle: d.link,
	}
}

// link gives a code, or takes one. The clock is the bot's own: the time of a message is
// what its sender claims.
func (d *Directory) link(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	now := time.Now()
	if req.Message.Guest {
		return bot.Reply{}, bot.Refuse("Accounts of guests cannot be linked. A coordinator can write your accounts down.")
	}
	if req.Values["code"] == "" {
		return d.giveCode(tx, req, now)
	}
	return d.takeCode(tx, req, now)
}

// giveCode makes a code for the speaker, in place of the one before.
func (d *Directory) giveCode(tx store.Tx, req *bot.Request, now time.Time) (bot.Reply, error) {
	p, ok, err := d.self(tx, req)
	if err != nil || !ok {
		return bot.Reply{}, orRefuse(err, unknownToUs+" "+whereToLink)
	}
	if len(p.Accounts) >= mostAccounts {
		return bot.Reply{}, tooMany()
	}
	if err := d.Forget(tx, now); err != nil {
		return bot.Reply{}, err
	}
	code := newCode()
	open := linkCode{Hash: codeHash(code), From: req.Message.From.Account(), Until: now.Add(codeTime)}
	if err := d.codes.Put(tx, store.K(p.ID), open); err != nil {
		return bot.Reply{}, err
	}
	return bot.Hush(bot.Say("Say this to me with your other account, where nobody else reads it:\n\nsettings link " + spoken(code) +
		"\n\nIt works once, within 15 minutes. Give the code to nobody: whoever says it becomes you here, with all that you may do.")), nil
}

// whereToLink says how to begin, to somebody who cannot here.
const whereToLink = "If it knows you by another account, say “settings link” there, and here the code that you get."

// tooMany refuses one account more.
func tooMany() error {
	return bot.Refuse("You have %d accounts here, and more cannot be linked. “settings unlink” takes one away.", mostAccounts)
}

// wrongCode is the one answer to a code that is wrong, used or too old, or whose owner
// has left: which of them tells nothing to whoever tries codes out.
const wrongCode = "That code does not work. Codes work once, for 15 minutes. “settings link”, said with the account that I know you by, gives a new one."

// takeCode links the speaker's account with the person of the code.
func (d *Directory) takeCode(tx store.Tx, req *bot.Request, now time.Time) (bot.Reply, error) {
	account, hash := req.Message.From.Account(), codeHash(req.Values["code"])
	until, err := d.waits(tx, account, now)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case !until.IsZero():
		return bot.Reply{}, bot.Refuse("Those were too many wrong codes. Please wait until %s UTC before the next one.", until.UTC().Format("15:04"))
	case !req.Message.Private && !req.Message.From.Direct():
		return d.overheard(tx, hash)
	}
	p, from, err := d.codeOf(tx, hash, now)
	if err != nil {
		return bot.Reply{}, err
	}
	if p.ID == "" {
		return bot.Reply{Text: wrongCode, Private: true, Refused: true}, d.guessed(tx, account, now) // no error: the count must stay
	}
	if account == from {
		return bot.Reply{}, bot.Refuse("That is the account that asked for the code. Say it with the other one.")
	}
	if slices.Contains(p.Accounts, account) {
		return bot.Reply{}, bot.Refuse("This account is linked already.")
	}
	if len(p.Accounts) >= mostAccounts {
		return bot.Reply{}, tooMany()
	}
	if err := d.codes.Delete(tx, store.K(p.ID)); err != nil {
		return bot.Reply{}, err
	}
	return d.join(tx, req, p)
}

// overheard takes back a code that was said where others read it.
func (d *Directory) overheard(tx store.Tx, hash string) (bot.Reply, error) {
	id, _, err := d.openCode(tx, hash)
	if err == nil && id != "" {
		err = d.codes.Delete(tx, store.K(id))
	}
	words := "Others could read that code, so it does not work any more. Please ask for a new one, and say it to me in a direct conversation."
	return bot.Reply{Text: words, Private: true, Refused: true}, err
}

// codeOf returns the person of an open code, and the account that asked for it; a
// person without an ID where there is none. An account that was taken away from its
// person since, or a person who left or was removed, has no code any more.
func (d *Directory) codeOf(tx store.Tx, hash string, now time.Time) (Person, bot.Address, error) {
	id, open, err := d.openCode(tx, hash)
	if err != nil || id == "" || !now.Before(open.Until) {
		return Person{}, bot.Address{}, err
	}
	p, ok, err := d.people.Get(tx, store.K(id))
	if err != nil || !ok || p.Gone || !slices.Contains(p.Accounts, open.From) {
		return Person{}, bot.Address{}, err
	}
	return p, open.From, nil
}

// openCode finds a code among those there are, which are few: old ones are dropped
// whenever a new one is given.
func (b buckets) openCode(tx store.Tx, hash string) (id string, open linkCode, err error) {
	for row, err := range b.codes.All(tx, nil) {
		if err != nil {
			continue // the check of the store tells of it; one lost code must not close the door to all
		}
		if row.Value.Hash == hash {
			id, err := lastText(row.Key)
			return id, row.Value, err
		}
	}
	return "", linkCode{}, nil
}

// Forget drops what linking accounts has left behind and nothing follows from any more:
// codes whose time is over, and wrong ones. Each new code does so, too.
func (d *Directory) Forget(tx store.Tx, at time.Time) error {
	if err := d.forgetCodes(tx, at); err != nil {
		return err
	}
	if err := d.forgetFresh(tx, at); err != nil {
		return err
	}
	return d.forgetGuesses(tx, at)
}

// forgetCodes drops the codes whose time is over.
func (b buckets) forgetCodes(tx store.Tx, now time.Time) error {
	var over []store.Key
	for row, err := range b.codes.All(tx, nil) {
		if err == nil && !now.Before(row.Value.Until) {
			over = append(over, row.Key.Clone())
		}
	}
	return dropAll(tx, b.codes, over)
}

// tell puts the same words to accounts of the directory, each once.
func tell(tx store.Tx, req *bot.Request, what string, to []bot.Address, words bot.Reply) error {
	for _, account := range to {
		e := bot.Envelope{Key: deed(what, req.Message, account), To: account, Reply: bot.Hush(words)}
		if err := req.Outbox.Put(tx, e); err != nil {
			return fmt.Errorf("directory: tell %s: %w", account, err)
		}
	}
	return nil
}
