package webhook

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ambassador/bot"
)

// inner is an address of each kind that is not on the public internet, the first and last of a block where that is easily
// got wrong.
func inner() []string {
	return []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.8.8.8", "169.254.169.254",
		"172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.255", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
		"198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1",
		"2001::1", "2001:1ff:ffff::1", "2001:db8::1", "2002:a00:1::1", "3fff::1", "5f00::1",
		"fc00::1", "fd00::2", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "ff02::1", "2a00:1450::1%eth0",
	}
}

// outer is an address on each side of those blocks.
func outer() []string {
	return []string{
		"1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
		"172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255",
		"2001:200::1", "2001:db7::1", "2001:db9::1", "2003::1", "2606:4700::1111", "2a00:1450:4001::1", "3fff:1000::1",
	}
}

func TestRefuse(t *testing.T) {
	for _, ip := range inner() {
		var no refused
		if err := refuse("tcp", net.JoinHostPort(ip, "443"), nil); !errors.As(err, &no) {
			t.Errorf("%s is let through with %v", ip, err)
		}
		h := Hook{URL: "https://" + strings.ReplaceAll(net.JoinHostPort(ip, "443"), "%", "%25"), Secret: strings.Repeat("s", leastKey)}
		if err := h.Check(); !errors.As(err, &no) {
			t.Errorf("%s passes the check with %v", h.URL, err)
		}
		if h.AllowPrivate = true; h.Check() != nil {
			t.Errorf("%s where private addresses are allowed: %v", h.URL, h.Check())
		}
	}
	for _, ip := range outer() {
		if err := refuse("tcp", net.JoinHostPort(ip, "443"), nil); err != nil {
			t.Errorf("%s is refused: %v", ip, err)
		}
	}
	for _, odd := range []string{"", "443", "localhost:443", "8.8.8.8", "[::1", "8.8.8.8:x"} {
		if refuse("tcp", odd, nil) == nil {
			t.Errorf("%q is let through", odd)
		}
	}
}

// TestDialRefuses: the real client asks before it connects, whether the address is written there or a name leads to it.
func TestDialRefuses(t *testing.T) {
	for _, ip := range append(inner(), "localhost") {
		if strings.Contains(ip, ":") {
			continue // a machine without IPv6 has other words for it; TestRefuse asks the same function
		}
		response, err := network(false, time.Second).RoundTrip(httptest.NewRequest(http.MethodPost, "http://"+net.JoinHostPort(ip, "9"), nil))
		if err == nil {
			_ = response.Body.Close()
		}
		var no refused
		if !errors.As(err, &no) {
			t.Errorf("calling %s ends with %v", ip, err)
		}
	}
}

// TestNameOfAPrivateAddress: a name that leads to this machine makes a dead letter, and nobody there is called; where
// private addresses are allowed, somebody is, and must still show a certificate that counts.
func TestNameOfAPrivateAddress(t *testing.T) {
	var called, asked atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			called.Add(1)
		}
	}
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it tells of the certificate
	s.StartTLS()
	defer s.Close()
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	h := Hook{URL: "https://localhost:" + port, Secret: strings.Repeat("s", leastKey)}
	e := bot.Envelope{Key: "k", To: bot.Address{Platform: Platform, Room: "news"}, Reply: bot.Say("{}")}
	var dead bot.Dead
	_, err := New(Options{Hooks: map[string]Hook{"news": h}}).Send(t.Context(), e)
	if !errors.As(err, &dead) || !strings.Contains(dead.Reason, "not on the public internet") || called.Load() != 0 {
		t.Errorf("%v after %d calls; want a dead letter after none", err, called.Load())
	}
	h.AllowPrivate = true
	_, err = New(Options{Hooks: map[string]Hook{"news": h}}).Send(t.Context(), e)
	var doubt bot.InDoubt
	if err == nil || errors.As(err, &dead) || errors.As(err, &doubt) || called.Load() == 0 || asked.Load() != 0 {
		t.Errorf("%v after %d calls and %d requests; want the certificate refused, and another try later", err, called.Load(), asked.Load())
	}
}

// TestNoProxy: what the environment says of proxies does not count.
func TestNoProxy(t *testing.T) {
	if n := network(false, time.Second); n.Proxy != nil || n.TLSClientConfig != nil {
		t.Error("there is a proxy, or TLS is checked otherwise than usual")
	}
}
