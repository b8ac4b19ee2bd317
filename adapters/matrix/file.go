package matrix

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto/attachment"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// The files of a reply are uploaded before its words are said, when nobody sees them yet, and shown behind them, each as a
// message. So a homeserver that wants patience gets it before anything is said, and a file that it does not take is named in the
// words. What fails afterwards is tried again by the outbox: words and files have transaction ids and names of their own, under
// which they are found. Twice there may be only what a homeserver has forgotten while its history cannot be read.

// uploadTime is how long all uploads of a reply may take: the words must not miss their own time for them.
const uploadTime = 10 * time.Second

// parcel is what goes with the words of a reply.
type parcel struct {
	files  []*words
	regret bot.Reply // says which are missing; empty where none is
}

// parcel uploads the files of a reply, and returns the words to say with them. It fails only where the homeserver asks to wait.
func (a *Adapter) parcel(ctx context.Context, f facts, e bot.Envelope) (bot.Reply, parcel, error) {
	var p parcel
	said, files := e.Reply.Parcel()
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	for i, file := range files {
		w := &words{
			MsgType: event.MsgFile, Body: file.Name, FileName: file.Name, Info: map[string]any{"mimetype": file.Type, "size": len(file.Data)},
			Deed: deed(fmt.Sprintf("%s/file/%d", e.Key, i)),
		}
		err := a.upload(ctx, f, w, file.Data, file.Type)
		var wait bot.Wait
		if errors.As(failure(err), &wait) {
			return e.Reply, p, bot.Wait{For: wait.For} // words without files need not wait
		}
		if err != nil {
			a.counts.Add("matrix_file_failed")
			a.log.Warn("matrix: a file is not sent", "err", plain(err))
			why := whyNot(err)
			said, p.regret = said.Without(file.Name, why), p.regret.Without(file.Name, why)
			continue
		}
		p.files = append(p.files, w)
	}
	return said, p, nil
}

// upload stores content at the homeserver, encrypted where the room is, at the second try if need be, and notes in the words
// where it is.
func (a *Adapter) upload(ctx context.Context, f facts, w *words, data []byte, kind string) error {
	if f.encrypted {
		sealed := attachment.NewEncryptedFile()
		data, kind = slices.Clone(data), "application/octet-stream" // theirs stays as it is: it may be sent again
		sealed.EncryptInPlace(data)
		w.File = &event.EncryptedFileInfo{EncryptedFile: *sealed}
	}
	at, err := a.store(ctx, data, kind)
	var wait bot.Wait
	if err != nil && !hopeless(err) && !errors.As(failure(err), &wait) {
		at, err = a.store(ctx, data, kind)
	}
	if err != nil {
		return err
	}
	if w.File != nil {
		w.File.URL = at
	} else {
		w.URL = string(at)
	}
	return nil
}

// store uploads bytes, and returns where they are.
func (a *Adapter) store(ctx context.Context, data []byte, kind string) (id.ContentURIString, error) {
	call, cancel := calling(ctx)
	defer cancel()
	stored, err := a.client.UploadBytes(call, data, kind)
	if err != nil {
		return "", err
	}
	return stored.ContentURI.CUString(), nil
}

// whyNot says in words why the homeserver does not take a file.
func whyNot(err error) string {
	var answer mautrix.HTTPError
	switch {
	case errors.Is(err, mautrix.MTooLarge), errors.As(err, &answer) && answer.IsStatus(http.StatusRequestEntityTooLarge):
		return "it is too large for the homeserver"
	case hopeless(err):
		return "the homeserver does not take it; whoever runs me finds the reason in the log"
	}
	return "the homeserver did not take it just now; please ask again in a few minutes"
}

// show sends the files of a parcel, each in a message of its own, and says what is missing where the words are there since an
// earlier attempt: they do not tell it. What an envelope in doubt has brought is left out.
func (a *Adapter) show(ctx context.Context, room id.RoomID, f facts, e bot.Envelope, p parcel, relates *event.RelatesTo, told bool) error {
	all := p.files
	if told && p.regret.Text != "" {
		all = append(all, &words{MsgType: event.MsgNotice, Body: tidy(p.regret.Text), Deed: deed(e.Key + "/regret")})
	}
	for _, w := range all {
		w.Relates = thread(relates)
		if e.Doubt {
			if there, err := a.sent(ctx, room, w.Deed); err == nil && there != "" {
				continue
			}
		}
		if _, err := a.send(ctx, room, f, event.EventMessage, w, transaction(w.Deed)); err != nil {
			return errors.Join(a.held(err), bot.InDoubt{Err: errors.New("matrix: the words have arrived")})
		}
	}
	return nil
}
