package matrix

import (
	"context"
	"errors"
	"io"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// keyring is the end-to-end encryption of the bot's device. A program that was built without it hears and says
// nothing in encrypted rooms.
type keyring interface {
	// receive takes what a sync says about keys and devices.
	receive(ctx context.Context, n *mautrix.RespSync)
	// learn takes a state event: who is in a room, and how it is encrypted.
	learn(ctx context.Context, room id.RoomID, e *event.Event)
	// open decrypts an event. Without the key it returns errNoKey.
	open(ctx context.Context, e *event.Event) (*event.Event, error)
	// seal encrypts content for people.
	seal(ctx context.Context, room id.RoomID, people []id.UserID, kind event.Type, content any) (*event.EncryptedEventContent, error)
	// beg asks the sender of an event for its key.
	beg(ctx context.Context, e *event.Event) error
	io.Closer
}

// errNoKey is the error of an event whose key has not come yet. It may come later.
var errNoKey = errors.New("matrix: no key for the event")

// errForged is the error of an event whose key is not that of the device which it names.
var errForged = errors.New("matrix: the event's key is another device's")
