package ticket

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// text is what of the values is compared.
func (k Kind) text(values map[string]string) string {
	var parts []string
	for _, f := range k.Fields {
		if f.Kind == bot.Text || f.Kind == bot.Long {
			parts = append(parts, values[f.Name])
		}
	}
	return strings.Join(parts, " ")
}

// addresses are the links among the values, each in one form however it was written.
func (k Kind) addresses(values map[string]string) (all []string) {
	for _, f := range k.Fields {
		if f.Kind == bot.Link && values[f.Name] != "" {
			all = append(all, address(values[f.Name]))
		}
	}
	return all
}

// leads are the addresses that lead to a ticket: its own, and those of what has become part
// of it.
func (k Kind) leads(t Ticket) []string { return append(k.addresses(t.Values), t.Also...) }

// address is a link without what does not change where it leads: scheme, www, a slash at
// the end, the place on the page, and what only tells where somebody came from.
func address(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(name, "utm_") || name == "fbclid" || name == "gclid" {
			query.Del(name)
		}
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	path := strings.TrimRight(u.Path, "/")
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return host + path
}

// listen keeps what Alike finds a ticket by. What was withdrawn or declined is not found.
func (e *Engine) listen(tx store.Tx, old, t Ticket) error {
	k, ok := e.kind(t.Kind)
	if !ok || !k.Alike {
		return nil
	}
	gone := t.State == Closed && (t.Outcome == "withdrawn" || t.Outcome == "declined" || t.merged())
	if gone {
		return e.unlisten(tx, t)
	}
	text := k.text(t.Values)
	if old.Number == 0 || k.text(old.Values) != text {
		mark := sign(text)
		if err := e.sound(tx, k, t.Number, &mark); err != nil {
			return err
		}
	}
	was, is := k.leads(old), k.leads(t)
	if slices.Equal(was, is) {
		return nil
	}
	err := e.unlink(tx, k, t.Number, was)
	for _, address := range is {
		if first, there, getErr := e.links.Get(tx, store.K(k.Name, address)); getErr != nil || !there || first == t.Number {
			err = errors.Join(err, getErr, e.links.Put(tx, store.K(k.Name, address), t.Number))
		}
	}
	return err
}

// sound puts a ticket's signature on its page, or takes it from there.
func (e *Engine) sound(tx store.Tx, k Kind, number uint64, mark *signature) error {
	key := store.K(k.Name, number/perPage)
	page, _, err := e.sounds.Get(tx, key)
	if err != nil {
		return err
	}
	return e.sounds.Put(tx, key, page.with(number, mark))
}

// unlisten forgets what Alike finds a ticket by.
func (e *Engine) unlisten(tx store.Tx, t Ticket) error {
	k, ok := e.kind(t.Kind)
	if !ok || !k.Alike {
		return nil
	}
	return errors.Join(e.sound(tx, k, t.Number, nil), e.unlink(tx, k, t.Number, k.leads(t)))
}

// unlink forgets the addresses that lead to a ticket.
func (e *Engine) unlink(tx store.Tx, k Kind, number uint64, addresses []string) (err error) {
	for _, address := range addresses {
		key := store.K(k.Name, address)
		first, there, getErr := e.links.Get(tx, key)
		if err = errors.Join(err, getErr); there && first == number {
			err = errors.Join(err, e.links.Delete(tx, key))
		}
	}
	return err
}
