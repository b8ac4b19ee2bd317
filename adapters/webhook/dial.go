package webhook

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// network is the way to one hook. Each delivery has a connection of its own: the address is checked every time, and no
// delivery fails because the receiver has just closed a connection that was kept.
func network(allowPrivate bool, timeout time.Duration) *http.Transport {
	dialer := &net.Dialer{Timeout: timeout}
	if !allowPrivate {
		dialer.Control = refuse
	}
	return &http.Transport{
		DialContext: dialer.DialContext, TLSHandshakeTimeout: timeout,
		DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: mostRead,
	}
}

// refuse is a net.Dialer's Control: it is asked when a name is resolved and before anything is sent, for each address that
// is tried. So a name cannot point elsewhere between the check and the connection.
func refuse(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !public(at.Addr()) {
		return refused{at.Addr()}
	}
	return nil
}

// refused is the error of an address that is not public.
type refused struct{ ip netip.Addr }

// Error names the address.
func (r refused) Error() string {
	return fmt.Sprintf("the address leads to %s, which is not on the public internet, and private addresses are not allowed for this hook", r.ip)
}

// public says whether an address is on the public internet. Of IPv6 that is what is given out (2000::/3) but for special
// purposes; so addresses that hold one of IPv4 (::ffff:0:0/96, 64:ff9b::/96) are not, nor are those with a zone.
func public(ip netip.Addr) bool {
	if !ip.Is4() && !netip.MustParsePrefix("2000::/3").Contains(ip) {
		return false
	}
	for _, p := range special() {
		if netip.MustParsePrefix(p).Contains(ip) {
			return false
		}
	}
	return true
}

// special are the blocks for special purposes of IPv4 and of 2000::/3, from IANA's registries
// (https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry, RFC 6890).
func special() []string {
	return []string{
		"0.0.0.0/8",       // this host
		"10.0.0.0/8",      // private (RFC 1918)
		"100.64.0.0/10",   // behind the NAT of a provider
		"127.0.0.0/8",     // loopback
		"169.254.0.0/16",  // link-local, and the metadata of clouds
		"172.16.0.0/12",   // private (RFC 1918)
		"192.0.0.0/24",    // assigned to protocols
		"192.0.2.0/24",    // documentation
		"192.88.99.0/24",  // relays to 6to4, no more in use
		"192.168.0.0/16",  // private (RFC 1918)
		"198.18.0.0/15",   // measuring
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"224.0.0.0/4",     // multicast
		"240.0.0.0/4",     // reserved, and broadcast
		"2001::/23",       // assigned to protocols, Teredo among them
		"2001:db8::/32",   // documentation
		"2002::/16",       // 6to4: holds an address of IPv4
		"3fff::/20",       // documentation
	}
}
