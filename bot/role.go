package bot

import (
	"fmt"
	"strings"
)

// Role is what somebody may do; a greater one includes the smaller ones. The
// zero value may do nothing, so that whoever forgets to name a role has denied.
type Role int

// The roles, in rising order.
const (
	None        Role = iota // nothing at all: the zero value
	Member                  // anyone in the chat space
	Leader                  // leads a user group
	Ambassador              // trusted go-to person of a region
	Coordinator             // the programme's team
)

// Roles lists all roles that somebody can hold, least first.
func Roles() []Role { return []Role{Member, Leader, Ambassador, Coordinator} }

// String names the role in lower case.
func (r Role) String() string {
	switch r {
	case Member:
		return "member"
	case Leader:
		return "leader"
	case Ambassador:
		return "ambassador"
	case Coordinator:
		return "coordinator"
	}
	return "none"
}

// audience names those who hold the role at least, for a refusal or a help text.
func (r Role) audience() string {
	switch r {
	case Member:
		return "everybody"
	case Leader:
		return "group leaders"
	case Ambassador:
		return "ambassadors"
	case Coordinator:
		return "coordinators"
	}
	return "nobody"
}

// audience names those who may use the command, for a refusal or a help text.
func (c Command) audience() string {
	switch {
	case c.Desk == "" || c.Needs == Member:
		return c.Needs.audience()
	case c.Desk == AnyDesk:
		return c.Needs.audience() + ", and whoever sits at a desk"
	}
	desk := c.Desk
	if !strings.HasSuffix(desk, "s") { // called after its work, not after those who sit at it, as “editors” is
		desk = "the desk " + desk
	}
	return c.Needs.audience() + " and " + desk
}

// MarshalText writes the role as its name.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (r *Role) UnmarshalText(text []byte) error {
	parsed, err := ParseRole(string(text))
	*r = parsed
	return err
}

// ParseRole reads the name of a role.
func ParseRole(name string) (Role, error) {
	for _, r := range append(Roles(), None) {
		if r.String() == name {
			return r, nil
		}
	}
	return None, fmt.Errorf("role %q: want member, leader, ambassador or coordinator", name)
}
