package webhook

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// Hook is another program that wants to be told: where it listens, and the secret that it shares with the bot.
type Hook struct {
	URL string // https://host/path; may hold a secret of the receiver's in its path or query

	// Secret is the key of the signatures: base64 behind "whsec_", or else the bytes themselves. The receiver knows it, too.
	Secret string

	// AllowPrivate lets the hook be on this machine or in a private network, and without TLS.
	AllowPrivate bool
}

// prefix marks a secret that is written in base64 (Standard Webhooks, "Signature scheme").
const prefix = "whsec_"

// leastKey is how many bytes a key has at least (Standard Webhooks, "Signature scheme").
const leastKey = 24

// Check says in plain words what is wrong with the hook's configuration, all of it at once; nil when nothing is. It looks
// up no name, and shows nothing secret: of the address no more than an IP address in the place of its host.
func (h Hook) Check() error {
	_, address := h.address()
	_, secret := h.key()
	if address != nil && secret != nil {
		return fmt.Errorf("%w; and %w", address, secret)
	}
	return cmp.Or(address, secret)
}

// address reads the URL. The words of net/url are left out: they repeat it.
func (h Hook) address() (*url.URL, error) {
	u, err := url.Parse(h.URL)
	switch {
	case h.URL == "":
		return nil, errors.New("it has no address")
	case err != nil:
		return nil, errors.New("the address cannot be read: write it as https://host/path")
	case u.Scheme == "http" && !h.AllowPrivate:
		return nil, errors.New("the address must begin with https://, as http:// is for hooks that may be in a private network")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the address must begin with https://")
	case u.User != nil:
		return nil, errors.New("the address must not hold a user name or password before the @: the signature says who is asking")
	case u.Hostname() == "":
		return nil, errors.New("the address names no host")
	case u.Fragment != "":
		return nil, errors.New("the address has a part behind #, which would never arrive")
	case u.Port() != "" && !isPort(u.Port()):
		return nil, errors.New("the port in the address must be a number from 1 to 65535")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !h.AllowPrivate && !public(ip) {
		return nil, refused{ip.WithZone("")} // a zone is no address, and could be anything
	}
	return u, nil
}

// isPort says whether a port can be called.
func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

// key is the secret as bytes.
func (h Hook) key() ([]byte, error) {
	key := []byte(h.Secret)
	if coded, ok := strings.CutPrefix(h.Secret, prefix); ok {
		var err error
		if key, err = base64.StdEncoding.DecodeString(coded); err != nil {
			return nil, errors.New("what stands behind " + prefix + " in the secret is not base64: copy it again")
		}
	}
	switch {
	case len(key) == 0:
		return nil, errors.New("it has no secret to sign with")
	case len(key) < leastKey:
		return nil, fmt.Errorf("the secret is too short: it has %d bytes, and the least is %d", len(key), leastKey)
	}
	return key, nil
}
