package slack

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// deed is the type of the metadata that each post bears: its payload names the envelope, so that a post in doubt can be
// looked for.
const deed = "ambassador_deed"

// Send posts an envelope and returns the timestamp of its first message. A private reply to words in a room goes to its
// response address while there is one, else to the direct conversation.
func (a *Adapter) Send(ctx context.Context, e bot.Envelope) (remote string, err error) {
	t, ok := a.teams.get(ctx, e.To.Space)
	if !ok {
		if a.teams.complete() {
			return "", bot.Dead{Reason: "the workspace is not configured"}
		}
		return "", bot.Wait{For: unknownWait, All: true}
	}
	channel, thread := e.To.Room, e.To.Thread
	private := e.Reply.Private || channel == ""
	if private {
		channel, thread = orElse(a.people.room(who{t.id, e.To.User}), e.To.User), ""
	}
	words, parcel, err := a.parcel(ctx, t, e.Reply)
	if err != nil {
		return "", err
	}
	e.Reply = words
	// To the bot alone files follow their words, and nothing can follow what stands at a response address.
	if late := private && !e.Doubt && (e.To.Room != "" || len(parcel.files) == 0); late && a.sendLate(ctx, e, parcel) == nil {
		a.show(ctx, t, e.Key, channel, thread, parcel, false)
		return "", nil
	}
	p := &printer{team: t.id, mentions: private}
	return a.post(ctx, t, e, channel, thread, a.asking(p, e.Reply, !private), parcel)
}

// asking are the messages of a reply, with a button for the form below a question. In a room the bot hears only what mentions
// it, so there it says how to answer.
func (a *Adapter) asking(p *printer, r bot.Reply, room bool) []page {
	pages := p.pages(r)
	last := &pages[len(pages)-1]
	if r.Ask == nil || len(last.blocks) > mostBlocks-2 {
		return pages
	}
	if room {
		last.blocks = append(last.blocks, section(slack.PlainTextType, "To answer here, mention me; or use the button."))
	}
	last.blocks = append(last.blocks, p.extra(ownAction{"form", "Fill in the form", a.formLine(r.Ask)})...)
	return pages
}

// sendLate gives a reply at the response address of its question.
func (a *Adapter) sendLate(ctx context.Context, e bot.Envelope, files parcel) error {
	p := &printer{team: e.To.Space, mentions: true}
	for _, page := range files.beside(a.asking(p, e.Reply, false)) {
		err := a.respond(ctx, e.Key, answer{Type: "ephemeral", Text: page.text, Blocks: page.blocks})
		if err != nil {
			return err
		}
	}
	return nil
}

// post posts the messages of an envelope and shows its files, leaving out what an earlier attempt in doubt has brought.
func (a *Adapter) post(ctx context.Context, t *team, e bot.Envelope, channel, thread string, pages []page, files parcel) (remote string, err error) {
	var there brought
	if e.Doubt {
		if there, err = a.posted(ctx, t, e, channel, thread); err != nil {
			return "", err
		}
	}
	remote = there.first
	for n, page := range pages {
		if n < there.pages {
			continue
		}
		if n > there.pages {
			pause(ctx, a.Pace())
		}
		ts, err := a.postPage(ctx, t, channel, thread, fmt.Sprintf("%s#%d", e.Key, n), page)
		if err != nil && n > 0 {
			return remote, errors.Join(err, bot.InDoubt{Err: errors.New("slack: a part has arrived")})
		}
		if err != nil {
			return remote, err
		}
		remote = orElse(remote, ts)
	}
	a.show(ctx, t, e.Key, channel, thread, files.without(there.files), there.pages >= len(pages))
	return remote, nil
}

// Edit implements bot.Editor. A reply that fills several messages is said anew: of the old ones nobody knows which belong to it.
func (a *Adapter) Edit(ctx context.Context, e bot.Envelope, remote string) error {
	t, ok := a.teams.get(ctx, e.To.Space)
	if !ok {
		return bot.Wait{For: unknownWait, All: true}
	}
	private := e.Reply.Private || e.To.Room == ""
	channel := e.To.Room
	if private {
		channel = orElse(a.people.room(who{t.id, e.To.User}), e.To.User)
	}
	words, parcel, err := a.parcel(ctx, t, e.Reply)
	if err != nil {
		return err
	}
	pages := a.asking(&printer{team: t.id, mentions: private}, words, !private)
	if len(pages) != 1 || len(parcel.files) > 0 || private && e.To.Room != "" {
		return bot.Dead{Reason: "it is more than one message, or shown to one of the room alone"}
	}
	if channel, err = a.conversation(ctx, t, channel); err != nil {
		return err
	}
	return a.call(ctx, t, "chat.update", func(ctx context.Context, api *slack.Client) error {
		_, _, _, err := api.UpdateMessageContext(ctx, channel, remote, slack.MsgOptionText(pages[0].text, false), slack.MsgOptionBlocks(pages[0].blocks...),
			slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
		return err
	})
}

// postPage posts one message.
func (a *Adapter) postPage(ctx context.Context, t *team, channel, thread, id string, p page) (ts string, err error) {
	err = a.call(ctx, t, "chat.postMessage", func(ctx context.Context, api *slack.Client) error {
		options := []slack.MsgOption{
			slack.MsgOptionText(p.text, false), slack.MsgOptionBlocks(p.blocks...),
			slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
			slack.MsgOptionMetadata(slack.SlackMetadata{EventType: deed, EventPayload: map[string]any{"id": id}}),
		}
		if thread != "" {
			options = append(options, slack.MsgOptionTS(thread))
		}
		_, at, err := api.PostMessageContext(ctx, channel, options...)
		if err == nil && at == "" {
			return errors.New("slack answers without a timestamp") // neither yes nor no: in doubt
		}
		ts = at
		return err
	})
	return ts, err
}

// brought is what an earlier attempt has brought: so many messages, the timestamp of the first, and files by name.
type brought struct {
	pages int
	first string
	files map[string]bool
}

// posted looks for the messages of an envelope in doubt where they would be, and for its files behind them. Where the history
// may not be read, nothing is found: better twice than never.
func (a *Adapter) posted(ctx context.Context, t *team, e bot.Envelope, channel, thread string) (b brought, err error) {
	found := make(map[string]string)
	files := make(map[string]string) // when each was shown last
	err = a.look(ctx, t, channel, thread, func(m slack.Message) {
		if id, ok := m.Metadata.EventPayload["id"].(string); ok && m.Metadata.EventType == deed {
			found[id] = m.Timestamp
		}
		for _, f := range m.Files {
			if m.User == t.bot {
				files[f.Title] = max(files[f.Title], m.Timestamp)
			}
		}
	})
	var dead bot.Dead
	if err != nil && !errors.As(err, &dead) {
		return b, err // not now; the next attempt looks again
	}
	if err != nil {
		a.counts.Add("slack_in_doubt")
		a.log.Info("slack: a post in doubt cannot be looked for", "err", err)
	}
	for found[fmt.Sprintf("%s#%d", e.Key, b.pages)] != "" {
		b.pages++
	}
	b.first, b.files = found[e.Key+"#0"], make(map[string]bool)
	for name, at := range files {
		b.files[name] = b.first != "" && at > b.first
	}
	return b, nil
}

// look reads the newest messages of a conversation or thread.
func (a *Adapter) look(ctx context.Context, t *team, channel, thread string, see func(slack.Message)) error {
	channel, err := a.conversation(ctx, t, channel)
	if err != nil {
		return err
	}
	if thread != "" {
		return a.call(ctx, t, "conversations.replies", func(ctx context.Context, api *slack.Client) error {
			messages, _, _, err := api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
				ChannelID: channel, Timestamp: thread, Limit: 100, IncludeAllMetadata: true})
			for _, m := range messages {
				see(m)
			}
			return err
		})
	}
	return a.call(ctx, t, "conversations.history", func(ctx context.Context, api *slack.Client) error {
		history, err := api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: channel, Limit: 100, IncludeAllMetadata: true})
		if err == nil {
			for _, m := range history.Messages {
				see(m)
			}
		}
		return err
	})
}

// openDirect returns the id of the bot's conversation with a person.
func (a *Adapter) openDirect(ctx context.Context, t *team, user string) (room string, err error) {
	err = a.call(ctx, t, "conversations.open", func(ctx context.Context, api *slack.Client) error {
		channel, _, _, err := api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
		if err == nil {
			room = channel.ID
			a.people.direct(who{t.id, user}, room)
		}
		return err
	})
	return room, err
}
