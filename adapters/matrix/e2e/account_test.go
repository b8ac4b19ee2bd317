package e2e

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"
)

// password is everybody's. Dendrite wants eight characters.
const password = "correct horse"

// account is somebody registered on the homeserver.
type account struct {
	UserID id.UserID `json:"user_id"`
}

// register makes an account. Its name begins with the given one; what follows keeps tests apart.
func register(t *testing.T, name string) account {
	t.Helper()
	name += "-" + strings.ToLower(rand.Text()[:8])
	address := homeserver() + "/_synapse/admin/v1/register"
	var ticket struct {
		Nonce string `json:"nonce"`
	}
	resp, err := http.Get(address)
	decode(t, resp, err, &ticket)
	// The form of the signed text is that of Synapse, which Dendrite has taken over.
	mac := hmac.New(sha1.New, []byte(sharedSecret))
	fmt.Fprintf(mac, "%s\x00%s\x00%s\x00notadmin", ticket.Nonce, name, password)
	body, err := json.Marshal(map[string]any{"nonce": ticket.Nonce, "username": name, "password": password, "mac": hex.EncodeToString(mac.Sum(nil))})
	if err != nil {
		t.Fatal(err)
	}
	var a account
	resp, err = http.Post(address, "application/json", bytes.NewReader(body))
	decode(t, resp, err, &a)
	return a
}

// decode reads an answer that must be a good one.
func decode(t *testing.T, resp *http.Response, err error, into any) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", resp.Request.URL.Path, resp.Status)
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// client is a client that nobody has logged in.
func (a account) client(t *testing.T) *mautrix.Client {
	t.Helper()
	c, err := mautrix.NewClient(homeserver(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// login is what a client says to become the account.
func (a account) login() *mautrix.ReqLogin {
	return &mautrix.ReqLogin{
		Type:             mautrix.AuthTypePassword,
		Identifier:       mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: a.UserID.String()},
		Password:         password,
		StoreCredentials: true,
	}
}

// session logs the account in once more, on a device without encryption.
func (a account) session(t *testing.T) *mautrix.Client {
	t.Helper()
	c := a.client(t)
	if _, err := c.Login(context.Background(), a.login()); err != nil {
		t.Fatalf("%s: %v", a.UserID, err)
	}
	return c
}

// revoke ends every session that the account has, as its owner can at any time.
func (a account) revoke(t *testing.T) {
	t.Helper()
	if _, err := a.session(t).LogoutAll(context.Background()); err != nil {
		t.Fatal(err)
	}
}
