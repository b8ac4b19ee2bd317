package bot

import (
	"fmt"
	"strings"
)

// Address is where a message came from or goes to. It is comparable, so it can
// be a map key, and holds the platform's own ids, never display names.
type Address struct {
	Platform string `json:"platform"`         // name of the Adapter, for example "console"
	Space    string `json:"space,omitempty"`  // workspace or server, where the platform has one
	Room     string `json:"room,omitempty"`   // empty for a direct conversation with User
	Thread   string `json:"thread,omitempty"` // empty outside threads
	User     string `json:"user,omitempty"`   // who speaks, or who alone may read the answer
}

// Account is the address of the person alone, without room and thread: where a
// private word goes, and what the directory knows people by.
func (a Address) Account() Address {
	return Address{Platform: a.Platform, Space: a.Space, User: a.User}
}

// Conversation is the address without the user: what messages are ordered by, but for
// private words in a room. In a direct conversation the user is the conversation.
func (a Address) Conversation() Address {
	if a.Room == "" {
		return a.Account()
	}
	a.User = ""
	return a
}

// Direct says whether this is a conversation with one person alone.
func (a Address) Direct() bool { return a.Room == "" }

// String writes the account as configuration files do: platform:space/user, or
// platform:user where there is no space. Room and thread are left out.
func (a Address) String() string {
	if a.Space == "" {
		return a.Platform + ":" + a.User
	}
	return a.Platform + ":" + a.Space + "/" + a.User
}

// ParseAccount reads what String writes. The user part may itself contain
// colons, as in platform:@user:server.
func ParseAccount(s string) (Address, error) {
	platform, rest, ok := strings.Cut(strings.TrimSpace(s), ":")
	if !ok || platform == "" || rest == "" {
		return Address{}, fmt.Errorf("account %q: want platform:space/user or platform:user", s)
	}
	a := Address{Platform: platform, User: rest}
	if space, user, ok := strings.Cut(rest, "/"); ok && space != "" && user != "" {
		a.Space, a.User = space, user
	}
	return a, nil
}

// parts are the address as an order-preserving tuple for store keys.
func (a Address) parts() []any {
	return []any{a.Platform, a.Space, a.Room, a.Thread, a.User}
}
