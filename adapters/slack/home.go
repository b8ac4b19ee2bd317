package slack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// publish shows a reply as the person's home. A home that shows it already is left alone: people open it more
// often than it changes.
func (x *exchange) publish(ctx context.Context, r bot.Reply) error {
	p := printer{team: x.team, mentions: true, view: true}
	blocks := p.reply(r)
	blocks = blocks[:min(len(blocks), mostInView)]
	shown, err := fingerprint(blocks)
	w := who{x.team, x.m.From.User}
	if err != nil || shown == readMemo(x.view.Context).Shown || x.again && shown == x.a.people.home(w) {
		return err
	}
	home := slack.HomeTabViewRequest{
		Type: slack.VTHomeTab, CallbackID: "home", PrivateMetadata: memo{Shown: shown}.write(),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
	err = x.a.call(ctx, x.at, "views.publish", func(ctx context.Context, api *slack.Client) error {
		request := slack.PublishViewContextRequest{UserID: x.m.From.User, View: home}
		if x.view.Hash != "" {
			request.Hash = &x.view.Hash
		}
		_, err := api.PublishViewContext(ctx, request)
		if wordOf(err) == "hash_conflict" {
			return nil // somebody published a newer one meanwhile: this very program, for the same person
		}
		return err
	})
	if err == nil {
		x.a.people.shows(w, shown)
	}
	return err
}

// refresh shows the home anew to somebody who has opened it, after something that may have changed it.
func (x *exchange) refresh(ctx context.Context, handle bot.Handle) {
	if x.a.people.home(who{x.team, x.m.From.User}) == "" || x.place != pressedHome && x.place != pressedModal && x.place != submitted {
		return
	}
	again := &exchange{a: x.a, d: x.d, place: visited, again: true, team: x.team, at: x.at, m: x.m}
	again.m.ID, again.m.Text, again.m.Values, again.m.Pressed = x.m.ID+"/home", "home", nil, false
	again.m.From = x.m.From.Account()
	if err := handle(ctx, again.m, again.answer); err != nil {
		x.a.log.Info("slack: a home is not up to date", "err", plain(err))
	}
}

// fingerprint tells one content from another.
func fingerprint(blocks []slack.Block) (string, error) {
	data, err := json.Marshal(blocks)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8]), err
}

// plural counts.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
