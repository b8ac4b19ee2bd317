package matrixfake

import (
	"fmt"
	"strings"
)

// Person is how somebody behaves.
type Person struct {
	Display string // what they are called
	Avatar  string // mxc://…
	Shy     bool   // does not answer the bot's invitations
	Refuses bool   // rejects the bot's invitations
	Waits   bool   // says the first word in a direct room only when the bot has come; others do not wait for it
}

// account is somebody's account.
type account struct {
	Person
	id       string
	devices  map[string]*device
	data     map[string]map[string]datum // by room, which is empty for all, and by type
	filters  []object
	signing  map[string]object // the cross-signing keys: master_key, self_signing_key, user_signing_key
	changed  int               // when the keys changed last
	profile  object            // further fields
	backup   object            // of the keys of rooms
	backedUp object            // what is in it
}

// datum is a piece of account data.
type datum struct {
	content object
	pos     int
}

// session is what an access token stands for.
type session struct{ user, device string }

// mxid is somebody's user ID.
func mxid(name string) string {
	if strings.HasPrefix(name, "@") {
		return name
	}
	return "@" + name + ":" + Domain
}

// nick is what talks call the owner of a user ID.
func nick(id string) string {
	return strings.TrimSuffix(strings.TrimPrefix(id, "@"), ":"+Domain)
}

// person is somebody's account, which exists from the first time it is asked for. mu is held.
func (s *Server) person(name string) *account {
	id := mxid(name)
	if s.accounts[id] == nil {
		s.accounts[id] = &account{
			id: id, Person: Person{Display: nick(id)}, devices: map[string]*device{}, data: map[string]map[string]datum{},
			signing: map[string]object{}, profile: object{}, backedUp: object{},
		}
	}
	return s.accounts[id]
}

// Set changes how somebody behaves.
func (s *Server) Set(name string, change func(*Person)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.person(name).Person)
}

// Token is an access token of a new session of somebody, for tests that need a client on the other side.
func (s *Server) Token(name, device string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newToken(mxid(name), device)
}

// newToken makes a session, instead of those that the device has. mu is held.
func (s *Server) newToken(user, device string) string {
	s.drop(user, device, false)
	token := fmt.Sprintf("%s-%d", BotToken, s.next())
	s.tokens[token] = session{user, device}
	s.device(user, device)
	return token
}

// drop ends the sessions of a device, or of all with "". mu is held.
func (s *Server) drop(user, device string, soft bool) {
	for token, at := range s.tokens {
		if at.user == user && (device == "" || at.device == device) {
			delete(s.tokens, token)
			s.revoked[token] = soft
		}
	}
	s.advance() // whoever waits learns it
}

// Revoke ends all sessions of the bot. With soft, they can be taken up again with the same device after a login; else the
// devices and their keys are gone.
func (s *Server) Revoke(soft bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(Bot, "", soft)
	if !soft {
		who := s.person(Bot)
		who.devices = map[string]*device{}
		who.changed = s.advance()
	}
}
