package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// A file takes three steps (docs.slack.dev, "Working with files"): Slack names an address, takes the content there, and shows
// it when the upload is completed. The first two come before the words, the third behind them. So nearly all that can go
// wrong does so while nothing is said yet: a wait repeats nothing, and a file that Slack does not take is named in
// the words. From the words on no error is returned for the sake of a file, because the next attempt would say them
// again: what fails then is said below them.
//
// What may be there twice: after a crash between words and files, both, where the history cannot be read, which
// is in rooms; in direct conversations only the files, and only while Slack, which shows them by and by, has not done so.

// The steps, as Slack names them; the second is a post to an address.
const (
	naming  = "files.getUploadURLExternal"
	filling = "upload"
	showing = "files.completeUploadExternal"
)

// uploadTime is how long all uploads of a reply may take, longer than one call, so that a second one has its turn: the
// words must not miss their own time for them. patienceTime is how long to wait, behind the words, for leave to show
// the files.
const (
	uploadTime   = 15 * time.Second
	patienceTime = 5 * time.Second
)

// parcel is what goes with the words of a reply.
type parcel struct {
	files  []slack.FileSummary // uploaded, and not shown to anybody yet
	regret bot.Reply           // says which are missing; empty where none is
}

// parcel uploads the files of a reply, and returns the words to say with them. It fails only where Slack asks to wait.
func (a *Adapter) parcel(ctx context.Context, t *team, r bot.Reply) (bot.Reply, parcel, error) {
	var p parcel
	words, files := r.Parcel()
	if len(files) == 0 {
		return words, p, nil
	}
	if wait := a.holds.left(t.id, showing); wait > 0 {
		return r, p, bot.Wait{For: wait}
	}
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	for _, f := range files {
		id, why, err := a.upload(ctx, t, f)
		var wait bot.Wait
		if errors.As(err, &wait) {
			return r, p, err
		}
		if err != nil {
			a.counts.Add("slack_file_failed")
			a.log.Warn("slack: a file is not sent", "err", err)
			words, p.regret = words.Without(f.Name, why), p.regret.Without(f.Name, why)
			continue
		}
		p.files = append(p.files, slack.FileSummary{ID: id, Title: f.Name})
	}
	return words, p, nil
}

// upload uploads a file, at the second try if need be, and returns Slack's id for it; or why not, in words for people.
func (a *Adapter) upload(ctx context.Context, t *team, f bot.File) (id, why string, err error) {
	for range 2 {
		id, why, err = a.uploadOnce(ctx, t, f)
		var wait bot.Wait
		var dead bot.Dead
		if err == nil || errors.As(err, &wait) || errors.As(err, &dead) {
			break
		}
	}
	return id, why, err
}

// uploadOnce is upload with one try.
func (a *Adapter) uploadOnce(ctx context.Context, t *team, f bot.File) (id, why string, err error) {
	var at *slack.GetUploadURLExternalResponse
	err = a.call(ctx, t, naming, func(ctx context.Context, api *slack.Client) (err error) {
		at, err = api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: f.Name, FileSize: len(f.Data)})
		why = whyNot(err)
		return err
	})
	if err != nil {
		return "", why, err
	}
	err = a.call(ctx, t, filling, func(ctx context.Context, api *slack.Client) error {
		err := api.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: at.UploadURL, Filename: f.Name, Reader: bytes.NewReader(f.Data)})
		why = whyNot(err)
		return err
	})
	return at.FileID, why, err
}

// whyNot says in words why Slack does not take a file.
func whyNot(err error) string {
	switch word := wordOf(err); word {
	case "missing_scope", "no_permission", "not_allowed_token_type":
		return "I am not allowed to send files in this workspace; whoever runs me can change that (scope files:write)"
	case "":
		return "Slack did not take it just now; please ask again in a few minutes"
	default:
		return "Slack refuses it (" + word + ")"
	}
}

// show shows the files of a parcel in a conversation, which may be named by its person, and says below the words what is
// missing. told says that the words are there since an earlier attempt, and thus without what is missing now.
func (a *Adapter) show(ctx context.Context, t *team, key, channel, thread string, p parcel, told bool) {
	regret := bot.Reply{}
	if told {
		regret = p.regret
	}
	if err := a.complete(ctx, t, channel, thread, p.files); err != nil {
		a.counts.Add("slack_file_failed")
		a.log.Warn("slack: files are uploaded, and not shown", "err", err)
		for _, f := range p.files {
			regret = regret.Without(f.Title, whyHidden(err))
		}
	}
	if regret.Text == "" {
		return
	}
	pause(ctx, a.Pace())
	page := (&printer{team: t.id}).pages(regret)[0]
	if _, err := a.postPage(ctx, t, channel, thread, key+"#files", page); err != nil {
		a.log.Warn("slack: that a file is missing is not told", "err", err)
	}
}

// whyHidden says in words why a file that was uploaded is not shown. It may be there all the same.
func whyHidden(err error) string {
	var dead bot.Dead
	var wait bot.Wait
	switch {
	case errors.As(err, &dead):
		return dead.Reason
	case errors.As(err, &wait):
		return fmt.Sprintf("Slack is busy; please ask again in %.0f seconds", wait.For.Seconds())
	}
	return "the connection broke off; please ask again if it is not here in a minute"
}

// complete has Slack show files, all in one message. Where it asks for a moment's patience it gets it.
func (a *Adapter) complete(ctx context.Context, t *team, channel, thread string, files []slack.FileSummary) error {
	if len(files) == 0 {
		return nil
	}
	room, err := a.conversation(ctx, t, channel)
	if err != nil {
		return err
	}
	show := func() error {
		return a.call(ctx, t, showing, func(ctx context.Context, api *slack.Client) error {
			_, err := api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{Files: files, Channel: room, ThreadTimestamp: thread})
			return err
		})
	}
	err = show()
	var wait bot.Wait
	if errors.As(err, &wait) && wait.For <= patienceTime {
		pause(ctx, wait.For)
		err = show()
	}
	return err
}

// conversation is the id of a conversation that may be named by a person: files are not shown to people.
func (a *Adapter) conversation(ctx context.Context, t *team, channel string) (string, error) {
	if channel != "" && strings.ContainsRune("CDG", rune(channel[0])) {
		return channel, nil
	}
	if room := a.people.room(who{t.id, channel}); room != "" {
		return room, nil
	}
	return a.openDirect(ctx, t, channel)
}

// without leaves out of a parcel what is shown already.
func (p parcel) without(shown map[string]bool) parcel {
	files := p.files
	p.files = nil
	for _, f := range files {
		if !shown[f.Title] {
			p.files = append(p.files, f)
		}
	}
	return p
}

// beside tells the reader of an answer that they alone see in a room where its files are: no such answer can carry any.
func (p parcel) beside(pages []page) []page {
	last := &pages[len(pages)-1]
	if len(p.files) > 0 && len(last.blocks) < mostBlocks {
		where := "The files are in our direct conversation."
		if len(p.files) == 1 {
			where = "The file is in our direct conversation."
		}
		last.blocks = append(last.blocks, section(slack.PlainTextType, where))
	}
	return pages
}
