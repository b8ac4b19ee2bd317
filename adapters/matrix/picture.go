package matrix

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"strings"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// pictures sends the pictures of a reply that the bot has drawn itself (data: addresses), each as a message with its
// words. Those that lie elsewhere are links in the text: the bot fetches nothing from there.
func (a *Adapter) pictures(ctx context.Context, room id.RoomID, f facts, e bot.Envelope, relates *event.RelatesTo) {
	for i, b := range e.Reply.Blocks {
		if b.Image == nil || !strings.HasPrefix(b.Image.URL, "data:") {
			continue
		}
		if err := a.picture(ctx, room, f, *b.Image, thread(relates), transaction(deed(fmt.Sprintf("%s/picture/%d", e.Key, i)))); err != nil {
			a.log.Warn("matrix: a picture is not shown", "err", plain(err))
		}
	}
}

// picture uploads one picture, encrypted where the room is, and shows it.
func (a *Adapter) picture(ctx context.Context, room id.RoomID, f facts, i bot.Image, relates *event.RelatesTo, txn string) error {
	kind, data, err := drawn(i.URL)
	if err != nil {
		return err
	}
	ending := strings.TrimPrefix(kind, "image/")
	w := &words{MsgType: event.MsgImage, Body: tidy(i.Alt), FileName: "picture." + ending, Info: map[string]any{"mimetype": kind, "size": len(data)}, Relates: relates}
	if err := a.upload(ctx, f, w, data, kind); err != nil {
		return err
	}
	_, err = a.send(ctx, room, f, event.EventMessage, w, txn)
	return err
}

// thread is the thread of a message, for what belongs to it.
func thread(of *event.RelatesTo) *event.RelatesTo {
	root := of.GetThreadParent()
	if root == "" {
		return nil
	}
	return (&event.RelatesTo{}).SetThread(root, root)
}

// drawn is the kind and the bytes of a picture in a data: address.
func drawn(address string) (kind string, data []byte, err error) {
	head, body, whole := strings.Cut(strings.TrimPrefix(address, "data:"), ",")
	head, ok := strings.CutSuffix(head, ";base64")
	if !ok || !whole {
		return "", nil, errors.New("matrix: want a data address in base64")
	}
	if kind, _, err = mime.ParseMediaType(head); err != nil || !strings.HasPrefix(kind, "image/") {
		return "", nil, errors.New("matrix: want a picture")
	}
	data, err = base64.StdEncoding.DecodeString(body)
	return kind, data, err
}
